#include "client/markup.h"

#include <string.h>

#include "client/safe.h"

/* safe_text leaves nothing but whole UTF-8 characters. */
static const unsigned char *
put_character(struct buf *out, const unsigned char *at)
{
	unsigned code = *at;
	unsigned more = code >= 0xF0 ? 3 : code >= 0xE0 ? 2 : code >= 0xC0;

	if (more == 0 && !strchr("&<>\"'", (int)code)) {
		buf_add_char(out, (char)code);
		return at + 1;
	}
	if (more > 0)
		code &= 0x3FU >> more;
	for (; more > 0 && at[1]; more--)
		code = code << 6 | (*++at & 0x3FU);
	buf_printf(out, "&#%u;", code);
	return at + 1;
}

void
markup_text(struct buf *out, const char *text)
{
	const unsigned char *at =
		(const unsigned char *)safe_text(out->arena, text);

	while (*at)
		at = put_character(out, at);
}

void
markup_element(struct buf *out, const char *begin, const char *text,
	       const char *end)
{
	buf_add_string(out, begin);
	markup_text(out, text);
	buf_add_string(out, end);
}

void
markup_element_if(struct buf *out, const char *begin, const char *text,
		  const char *end)
{
	if (text && *text)
		markup_element(out, begin, text, end);
}
