/*
 * From what the files say to rules that can be trusted: every word looked up,
 * every rule whole, none that contradicts itself.
 */
#ifndef EENPLAN_POLICY_CHECKER_H
#define EENPLAN_POLICY_CHECKER_H

#include "lib/policy/lead.h"
#include "lib/policy/rule.h"

struct trial;

struct ruleset {
	struct rule *rules; /* in the order of their ids */
	size_t count;
	struct lead *leads; /* likewise */
	size_t lead_count;
	struct never *nevers;
	size_t never_count;
	struct trial *trials; /* in the order of their titles */
	size_t trial_count;
};

/*
 * Check all `files` against `vocabulary`; what the ruleset holds is in `arena`
 * and of use only when no mistake was reported.
 */
void checker_check(struct arena *arena, const struct vocabulary *vocabulary,
		   struct ast_file *const *files, size_t count,
		   struct ruleset *ruleset_out);

/* --- between the files of the checker --- */

struct checker {
	struct arena *arena;
	const struct vocabulary *vocabulary;
	enum vocabulary_language language; /* of the file that is checked */
};

/*
 * The id of `word` in `list`. VOCABULARY_UNKNOWN after a report, which says
 * what the word is, if it is a word of another list.
 */
int checker_find(struct checker *checker, enum vocabulary_list list,
		 struct place word);
/* The words of a list as a set; an absent list is all words. */
struct wordset checker_set(struct checker *checker, enum vocabulary_list list,
			   const struct ast_list *words);
/* False after a report: there is no such day. */
bool checker_day(struct checker *checker, struct place date, int32_t *day_out);
/* False: a condition could not be looked up. */
bool checker_scope(struct checker *checker, const struct ast_scope *written,
		   bool is_permit, struct scope *scope_out);
void checker_rule(struct checker *checker, const struct ast_rule *written,
		  struct rule *rule_out);
/* The bases of a rule as the vocabulary has them; returns how many. */
size_t checker_bases(struct checker *checker, const struct ast_list *written,
		     const char ***bases_out);
/* The days from and until which the rule `id` is in force. */
void checker_validity(struct checker *checker, struct place id,
		      struct place from, struct place until, int32_t *from_out,
		      int32_t *until_out);
/* `missing` (quoted parts, with commas), if any, is what the rule lacks. */
void checker_add_part(struct buf *missing, const struct checker *checker,
		      enum keyword keyword);
void checker_report_parts(struct checker *checker, struct place id,
			  struct buf *missing);
/*
 * All that `files` say about who may lead, into `ruleset`, whose rules are
 * there already: no id may be used twice.
 */
void checker_leads(struct checker *checker, struct ast_file *const *files,
		   size_t count, struct ruleset *ruleset);
/*
 * Look up all tests of `files` into the trials of `ruleset`, whose rules are
 * complete.
 */
void checker_tests(struct checker *checker, struct ast_file *const *files,
		   size_t count, struct ruleset *ruleset);

/*
 * What the test of `trial` gives, over what it has already of the test that
 * it is like; and then what it expects.
 */
void checker_case(struct checker *checker, struct trial *trial);
void checker_expectation(struct checker *checker, const struct ruleset *ruleset,
			 struct trial *trial);

#endif
