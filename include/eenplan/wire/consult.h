/*
 * A question to a specialist of a partner, and what comes back. Both go over
 * the partners' listener with an ask statement, which says who asks in which
 * role.
 *
 *   {"id","question","specialist"}          about nobody
 *   {"id","link","shown":{…},"specialist"}  about whom the link means
 *   {"due":"2026-11-27"}                    the day on which the answer is due
 *
 *   {"ids":[…]}                             are these answered?
 *   {"answers":[{"answer" or "shown":{…},"answered","id","minutes"}]}
 *
 * What is about a resident is a result (result.h) with one fragment, of the
 * category "consultation": only what was decided and cut can be in it.
 */
#ifndef EENPLAN_WIRE_CONSULT_H
#define EENPLAN_WIRE_CONSULT_H

#include "eenplan/base/json.h"

#define CONSULT_CATEGORY "consultation"
#define CONSULT_PURPOSE	 "consultation"
#define CONSULT_QUESTION "question" /* fields of that category */
#define CONSULT_ANSWER	 "answer"

/* A text that crosses. To be encoded: `words` about nobody, or the bytes of a
 * result. Decoded: always `words`. */
struct consult_text {
	const char *words;
	struct text shown;
};

struct consult_question {
	const char *id;	  /* UUID */
	const char *link; /* NULL: about nobody */
	const char *specialist;
	struct consult_text text;
};

struct consult_answer {
	const char *id;
	int64_t answered_ms;
	int64_t minutes;
	struct consult_text text;
};

void consult_question_encode(struct buf *out,
			     const struct consult_question *question);
/* STATUS_INVALID names the member. */
enum status consult_question_decode(struct arena *arena,
				    const struct json *value,
				    struct consult_question *question_out,
				    struct fault *fault) MUST_CHECK;

void consult_due_encode(struct buf *out, int32_t due_day);
enum status consult_due_decode(const struct json *value, int32_t *due_day_out,
			       struct fault *fault) MUST_CHECK;

void consult_ids_encode(struct buf *out, const char *const *ids, size_t count);
/* At most LIMIT_CONSULT_IDS, each a UUID, each once. */
enum status consult_ids_decode(struct arena *arena, const struct json *value,
			       const char *const **ids_out, size_t *count_out,
			       struct fault *fault) MUST_CHECK;

void consult_answers_encode(struct buf *out,
			    const struct consult_answer *answers, size_t count);
enum status consult_answers_decode(struct arena *arena,
				   const struct json *value,
				   struct consult_answer **answers_out,
				   size_t *count_out,
				   struct fault *fault) MUST_CHECK;

#endif
