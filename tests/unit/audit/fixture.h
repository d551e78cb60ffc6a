/*
 * A log in a folder of its own, its key, and events to put in it.
 */
#ifndef EENPLAN_TESTS_AUDIT_FIXTURE_H
#define EENPLAN_TESTS_AUDIT_FIXTURE_H

#include <stdio.h>

#include "daemon/audit/audit.h"

struct fixture {
	char folder[64]; /* under the system's temporary folder */
	char log[96];	 /* folder of the log */
	struct seal_key *key;
	struct audit_settings settings;
	struct audit_subject subject;
};

/* A new key and an empty folder. Ends the test if that can't be had. */
void fixture_init(struct fixture *fixture);
/* Removes the folder. */
void fixture_clear(struct fixture *fixture);

struct seal_key *fixture_new_key(const struct fixture *fixture,
				 const char *name);
void fixture_subject(struct audit_subject *subject_out);
/* An event about the fixture's subject; `request` is borrowed. */
struct audit_event fixture_event(const struct fixture *fixture,
				 const char *request);
/* `count` events, one by one, with requests "request-0" and so on. */
void fixture_append(struct fixture *fixture, struct audit *audit,
		    unsigned count);
/* The whole of a file of the log's folder, on the heap. */
/* The access log without what was written ahead of it. */
char *fixture_read_log(const struct fixture *fixture, size_t *length_out);
char *fixture_read(const struct fixture *fixture, const char *name,
		   size_t *length_out);
void fixture_write(const struct fixture *fixture, const char *name,
		   const char *bytes, size_t length);

#endif
