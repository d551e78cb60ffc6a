/*
 * What the files say, as they say it: no word is looked up here.
 *
 *   ast_file ─┬─ version, language, vocabulary
 *             ├─ entries ── ast_entry ─┬─ english, dutch, mark
 *             │             (a word)   ├─ contains ── ast_list
 *             │                        └─ fields ──── ast_entry
 *             ├─ rules ──── ast_rule ──┬─ id, title, effect, days
 *             │                        ├─ duties, bases ── ast_list
 *             │                        └─ scope
 *             ├─ leads ──── ast_lead ──┬─ id, title, effect, days
 *             │                        └─ who, bases ── ast_list
 *             ├─ nevers ─── ast_never ─── scope
 *             └─ tests ──── ast_test ──┬─ given ─── ast_case ── ast_fact
 *                                      └─ expect ── ast_expectation
 *
 *   ast_scope ─┬─ categories, fields, from, to, roles, purposes ── ast_list
 *              └─ groups ── ast_group ── ast_condition
 *
 * The grammar, by the English spelling of the keywords (keywords.def). Space,
 * line ends and comments (# …) only separate; names are words, "…" are texts.
 *
 *   file       = policy-file | vocabulary-file
 *   policy-file = "policy" NAME "version" VERSION
 *                { "language" ("en" | "nl") | "vocabulary" TEXT }
 *                { rule | lead | never | test }
 *   rule       = "rule" ID TEXT ("permit" | "forbid") some-of-categories
 *                { clause | "duty" names | "basis" TEXT {"," TEXT}
 *                | "valid from" DATE ["until" DATE] }
 *   lead       = "lead" ID TEXT ("permit" | "forbid") some-domains
 *                { "basis" TEXT {"," TEXT} | "valid from" DATE ["until" DATE] }
 *   clause     = "fields" names | "from" some | "to" some
 *              | "as" some | "for" some
 *              | "when" conditions | "unless" conditions
 *   some       = names | "any" ["except" names]
 *   names      = NAME { "," NAME }
 *   conditions = condition { "and" condition }
 *   condition  = "consent" KIND ( "is" ("given" | "refused" | "withdrawn"
 *                | "unknown") | "names the category" )
 *              | "sensitivity" "is" [comparison] LEVEL
 *              | "age" "is" comparison YEARS
 *              | "owner" "is" owner
 *   owner      = "the recipient" | "somebody else"
 *   comparison = "at least" | "at most" | "below"
 *   never      = "never" TEXT some-of-categories { clause }
 *   test       = "test" TEXT ( "given" facts | "like" TEXT "but" facts )
 *                "expect" ( "permit" | "deny" ) { "by" names
 *                | "only fields" names | "with duty" names
 *                | "nearest" ID | "missing" facts }
 *   facts      = [CATEGORY] { "from" NAME | "to" NAME | "as" NAME | "for" NAME
 *                | "sensitivity" NAME | "age" YEARS | "owner" owner
 *                | "on" DATE
 *                | "consent" KIND [state] | "," }, each once; a state that is
 *                left out is "given", and "unknown" stands for any NAME.
 *                Or who leads: { "lead by" NAME | "on" DATE | "," }
 *
 *   vocabulary-file = "vocabulary" NAME "version" VERSION
 *                { "language" ("en" | "nl") } { section }
 *   section    = ( "domains" | "groups" | "roles" | "purposes"
 *                | "sensitivity levels" | "consent kinds" | "duties"
 *                | "legal bases" ) { entry }
 *              | "category" entry { entry }
 *   entry      = (NAME | TEXT) [mark] ["contains" names]
 *                ["en" TEXT] ["nl" TEXT]
 *   mark       = "sent" | "plain" | "personal" | "special"
 *
 * The keyword of a section, rule, lead, never or test is the first of its line;
 * an entry is indented.
 */
#ifndef EENPLAN_POLICY_AST_H
#define EENPLAN_POLICY_AST_H

#include "lib/policy/keyword.h"
#include "lib/policy/source.h"

struct ast_word {
	struct place at;
	struct ast_word *next;
};

struct ast_list {
	struct place at; /* the keyword; not set: the clause is absent */
	bool any;	 /* "any", and the words are its exceptions */
	struct ast_word *first;
	struct ast_word *last;
	size_t count;
};

struct ast_condition {
	struct place at;      /* all of it */
	enum keyword fact;    /* CONSENT, SENSITIVITY, AGE, OWNER */
	struct place subject; /* the kind of consent */
	enum keyword test;  /* GIVEN … NAMES_CATEGORY; IS, AT_LEAST … BELOW;
			     THE_RECIPIENT, SOMEBODY_ELSE */
	struct place value; /* the level or the years */
	struct ast_condition *next;
};

/* Conditions joined by "and". */
struct ast_group {
	struct place at; /* "when" or "unless" */
	bool is_unless;
	struct ast_condition *first;
	struct ast_group *next;
};

struct ast_scope {
	struct ast_list categories;
	struct ast_list fields;
	struct ast_list from;
	struct ast_list to;
	struct ast_list roles;
	struct ast_list purposes;
	struct ast_group *groups;
	struct ast_group *last_group;
	size_t condition_count;
};

struct ast_rule {
	struct place id;
	struct place title;
	bool is_permit;
	struct ast_scope scope;
	struct ast_list duties;
	struct ast_list bases;
	struct place from_day;
	struct place until_day;
	bool is_broken; /* reported; it is no use to look for more */
	struct ast_rule *next;
};

/* Which organisations may lead a plan, by the law that they work under. */
struct ast_lead {
	struct place id;
	struct place title;
	bool is_permit;
	struct ast_list who;
	struct ast_list bases;
	struct place from_day;
	struct place until_day;
	bool is_broken;
	struct ast_lead *next;
};

struct ast_never {
	struct place title;
	struct ast_scope scope;
	bool is_broken;
	struct ast_never *next;
};

/*
 * One consent that a test gives, with its state; or what it expects to be
 * missing, where a consent's state need not be said.
 */
struct ast_fact {
	enum keyword fact;    /* CONSENT, SENSITIVITY, AGE, OWNER */
	struct place subject; /* the kind of consent; else the keyword */
	enum keyword state;
	bool says_state;
	struct ast_fact *next;
};

struct ast_case {
	struct place leader; /* set: the question is who may lead */
	struct place category;
	struct place from;
	struct place to;
	struct place role;
	struct place purpose;
	struct place sensitivity;
	struct place age;
	struct place owner;    /* the keyword, or what is said behind it */
	enum keyword owner_is; /* UNKNOWN, THE_RECIPIENT, SOMEBODY_ELSE */
	struct place day;
	struct ast_fact *consents;
};

struct ast_expectation {
	struct place at;
	bool is_permit;
	struct ast_list by;
	struct ast_list fields;
	struct ast_list duties;
	struct place nearest;
	struct place missing_at; /* "missing" */
	struct ast_fact *missing;
};

struct ast_test {
	struct place title;
	struct place premise; /* "given" or "like" */
	struct place like;    /* the test that `given` changes, or not set */
	struct ast_case given;
	struct ast_expectation expect;
	bool is_broken;
	struct ast_test *next;
};

struct ast_entry {
	enum vocabulary_list list;
	struct place section; /* the keyword, for the first word behind it */
	struct place word;
	struct place label[2]; /* by enum vocabulary_language */
	struct place mark;
	enum keyword mark_keyword; /* if `mark` is set */
	struct ast_list contains;
	bool is_broken; /* reported; its word stands */
	struct ast_entry *fields;
	struct ast_entry *next;
};

struct ast_file {
	const struct source *source;
	bool is_vocabulary;
	struct place name;
	struct place version;
	struct place vocabulary; /* "nl.vocabulary" */
	enum vocabulary_language language;
	struct ast_entry *entries;
	struct ast_rule *rules;
	struct ast_lead *leads;
	struct ast_never *nevers;
	struct ast_test *tests;
};

#endif
