/*
 * An HTML file that needs nothing else: it may load and run nothing, and looks
 * by its own style alone. Light or dark as the reader has it; A4 on paper.
 */
#ifndef EENPLAN_CLIENT_DOCUMENT_H
#define EENPLAN_CLIENT_DOCUMENT_H

#include "eenplan/base/buf.h"

struct document {
	const char *title;
	const char *name;  /* whom or what it is about; NULL: nothing */
	const char *style; /* its own, after what all have */
};

/* Everything up to and with <body>, in the language of gettext. */
void document_open(const struct document *document, struct buf *out);
/* The first link of a page: over everything, to the element `id`. */
void document_put_skip(const char *id, const char *text, struct buf *out);
void document_close(struct buf *out);

/* <section> with its heading, for landmarks. */
void document_open_section(const char *id, const char *title, struct buf *out);
void document_close_section(struct buf *out);

#endif
