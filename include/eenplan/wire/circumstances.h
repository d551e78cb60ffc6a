/*
 * The circumstances of a resident that decide who may give consent: whether
 * they can weigh it themselves, who has custody, who represents them, whether
 * they live. Set by a named user, one at a time; a later setting replaces the
 * earlier one. The zero value knows nothing, and so opens nothing.
 */
#ifndef EENPLAN_WIRE_CIRCUMSTANCES_H
#define EENPLAN_WIRE_CIRCUMSTANCES_H

#include "eenplan/base/json.h"

enum capacity {
#define CAPACITY(name, word) CAPACITY_##name,
#include "eenplan/wire/circumstances.def"
};

enum custody {
#define CUSTODY(name, word) CUSTODY_##name,
#include "eenplan/wire/circumstances.def"
};

/* NONE: not, or no longer. */
enum representation {
#define REPRESENTATION(name, word) REPRESENTATION_##name,
#include "eenplan/wire/circumstances.def"
};

enum circumstance_about {
	CIRCUMSTANCE_CAPACITY,
	CIRCUMSTANCE_CUSTODY,
	CIRCUMSTANCE_DECEASED,
	CIRCUMSTANCE_REPRESENTATIVE,
};

/* One setting, as it is made, kept and shown. */
struct circumstance {
	enum circumstance_about about;
	const char *reference; /* whose: a representative's; else NULL */
	const char *value;     /* a word of the .def; deceased: "yes", "no" */
	const char *name;      /* the representative's; or NULL */
	const char *set_by;    /* the user; NULL before it is recorded */
	int64_t set_ms;
};

struct representative {
	const char *reference; /* this node's own name for them */
	const char *name;      /* or NULL */
	enum representation as;
};

struct circumstances {
	int32_t birth_day; /* CLOCK_DAY_NONE: not known */
	bool deceased;
	enum capacity capacity;
	enum custody custody;
	const struct representative *representatives;
	size_t representative_count;
};

const char *capacity_word(enum capacity capacity);
const char *custody_word(enum custody custody);
const char *representation_word(enum representation representation);
/* REPRESENTATION_NONE for any other word. */
enum representation representation_of_word(const char *word);
const char *circumstance_about_word(enum circumstance_about about);
bool circumstance_about_of_word(const char *word,
				enum circumstance_about *about_out);
/* Is `value` a word that can be said of `about`? */
bool circumstance_is_value(enum circumstance_about about, const char *value);

/*
 * Put all settings of a resident together; borrows their strings. Those who
 * are no representatives any more are left out; a word that isn't known counts
 * as not set. `circumstances->deceased` stays if it was: any source may say it.
 */
void circumstances_apply(struct arena *arena,
			 const struct circumstance *settings, size_t count,
			 struct circumstances *circumstances);

/* {"by","capacity"|"custody":"…"|"deceased":bool|"representative":{"as",
 *  "name","reference"},"since"} */
void circumstance_encode(struct json_writer *writer,
			 const struct circumstance *setting);
/*
 * Reads the same, with "resident" beside it, which isn't looked at; `by` and
 * `since` are not accepted from outside. STATUS_INVALID with `fault`.
 */
enum status circumstance_decode(const struct json *value,
				struct circumstance *setting_out,
				struct fault *fault) MUST_CHECK;

#endif
