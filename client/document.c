#include "client/document.h"

#include "client/i18n.h"
#include "client/markup.h"
#include "eenplan/seal/digest.h"

/*
 * Paper, ink and terracotta; at dusk, the same by lamplight. Every text has
 * more contrast than 4.5:1 on what is behind it, in either. Sizes are in rem,
 * so that they follow the reader's own; nothing is wider than 320 pixels.
 */
static const char common_style[] =
	":root{color-scheme:light;--paper:#fbf6ee;--card:#fffdf9;"
	"--ink:#2b2320;--quiet:#5e5149;--line:#dccfbf;--accent:#8a3a1c;"
	"--serif:'Iowan Old Style','Palatino Linotype',Palatino,'Book Antiqua',"
	"'DejaVu Serif',Georgia,serif}\n"
	"@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;"
	"--paper:#1f1a17;--card:#2a2420;--ink:#f3eadf;--quiet:#cbbcae;"
	"--line:#4a3f37;--accent:#f2b391}}\n"
	"*{box-sizing:border-box}\n"
	"html{-webkit-text-size-adjust:100%;text-size-adjust:100%;"
	"scroll-padding-top:1rem}\n"
	"body{margin:0 auto;padding:1.5rem 1.25rem 3rem;max-width:52rem;"
	"background:var(--paper);color:var(--ink);"
	"font:1.125rem/1.6 system-ui,'Segoe UI',Roboto,'Noto Sans',"
	"'DejaVu Sans',sans-serif;overflow-wrap:anywhere}\n"
	"h1,h2,h3{font-family:var(--serif);line-height:1.2;"
	"text-wrap:balance}\n"
	"h1{font-size:clamp(2.5rem,9vw,3.75rem);font-weight:700;"
	"letter-spacing:-.02em;margin:0 0 .75rem}\n"
	"h2{font-size:1.75rem;margin:0 0 1rem;padding-top:1rem;"
	"border-top:3px solid var(--accent);color:var(--accent)}\n"
	"h3{font-size:1.25rem;margin:1.5rem 0 .75rem}\n"
	"p{margin:0 0 .5rem}\n"
	"ul{margin:0;padding-left:1.25rem}\n"
	"ul[role=list]{list-style:none;padding:0}\n"
	".quiet{color:var(--quiet);font-size:1rem}\n"
	".lead{font-size:1.25rem;max-width:36rem;margin-bottom:1.25rem}\n"
	"a{color:var(--accent);text-underline-offset:.2em}\n"
	"a:hover{text-decoration-thickness:.15em}\n"
	"a:focus-visible{outline:3px solid var(--accent);outline-offset:3px;"
	"border-radius:4px}\n"
	".skip{position:absolute;left:-100vw;top:.5rem;padding:.5rem 1rem;"
	"background:var(--card)}\n"
	".skip:focus{left:.5rem}\n"
	"section,footer{margin-top:2.5rem}\n"
	"footer{font-size:1rem;color:var(--quiet)}\n"
	".facts{margin-bottom:1rem}\n"
	"@page{size:A4;margin:16mm 18mm}\n"
	"@media print{body{max-width:none;padding:0;background:#fff;"
	"font-size:11.5pt;line-height:1.4}"
	":root{--paper:#fff;--card:#fff}"
	"nav,.skip{display:none}"
	"a{color:inherit;text-decoration:none}"
	"p{margin-bottom:1mm}.quiet{font-size:10.5pt}"
	"section,footer{margin-top:6mm}"
	"h1{font-size:30pt}h2{font-size:17pt;padding-top:2mm;"
	"margin-bottom:3mm}h3{font-size:13pt;margin:4mm 0 2mm}"
	"h2,h3{break-after:avoid}p,li{orphans:3;widows:3}"
	"footer{break-inside:avoid}}\n";

/* Only these very styles, and nothing else, from anywhere. */
static const char *
style_digest(struct arena *arena, const char *own)
{
	const struct text parts[] = {text_of(common_style), text_of(own)};
	uint8_t digest[DIGEST_BYTES];

	digest_of(parts, COUNT_OF(parts), digest);
	return base64url_encode(
		arena, (struct text){(const char *)digest, sizeof(digest)});
}

void
document_open(const struct document *document, struct buf *out)
{
	markup_element(out, "<!DOCTYPE html>\n<html lang=\"", _("en"),
		       "\">\n<head>\n<meta charset=\"utf-8\">\n");
	buf_printf(out,
		   "<meta http-equiv=\"Content-Security-Policy\" "
		   "content=\"default-src 'none'; style-src 'sha256-%s='; "
		   "base-uri 'none'; form-action 'none'\">\n",
		   style_digest(out->arena, document->style));
	buf_add_string(out, "<meta name=\"viewport\" "
			    "content=\"width=device-width, initial-scale=1\">\n"
			    "<meta name=\"referrer\" content=\"no-referrer\">\n"
			    "<meta name=\"robots\" content=\"noindex\">\n"
			    "<meta name=\"color-scheme\" "
			    "content=\"light dark\">\n");
	markup_element(out, "<title>", document->title, "");
	markup_element_if(out, " &#8211; ", document->name, "");
	buf_printf(out, "</title>\n<style>%s%s</style>\n</head>\n<body>\n",
		   common_style, document->style);
}

void
document_put_skip(const char *id, const char *text, struct buf *out)
{
	markup_element(out, "<a class=\"skip\" href=\"#", id, "\">");
	markup_element(out, "", text, "</a>\n");
}

void
document_close(struct buf *out)
{
	buf_add_string(out, "</body>\n</html>\n");
}

void
document_open_section(const char *id, const char *title, struct buf *out)
{
	buf_printf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id,
		   id);
	markup_element(out, "", title, "</h2>\n");
}

void
document_close_section(struct buf *out)
{
	buf_add_string(out, "</section>\n");
}
