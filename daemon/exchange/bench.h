/*
 * The judge's bench: one asker and one resident, and what the consents and the
 * policy say of a record with its law, category, sensitivity and owner. Pure.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_BENCH_H
#define EENPLAN_DAEMON_EXCHANGE_BENCH_H

#include "daemon/consent/hearing.h"
#include "daemon/exchange/judge.h"

/* The category whose disclosure says that there is help at all. */
#define BENCH_INVOLVEMENT "involvement"
#define BENCH_ORDINARY	  "normal"
/* The field in which a record says whose it is, as "sem@welzijn". */
#define BENCH_OWNER "owner_id"

struct bench {
	const struct vocabulary *vocabulary;
	const struct policy_prepared *prepared;
	const struct asker *asker;
	const struct subject *subject;
	const struct consent_hearing *hearing;
	int age_years;
	uint64_t mask_duty;
	int involvement;
	const char *sensitivity; /* the last one, */
	int sensitivity_id;	 /* and its id */
	/* the last law's answer to: may the asker know that there is help? */
	const char *law;
	int law_id;
	bool involvement_known;
	bool involvement_masked;
	/* the last category, and what consents say of it */
	const char *category_word;
	int category;
	struct consent_facts facts;
	bool has_owner; /* its records can say whose they are */
	/* In an emergency: what isn't given isn't told, and who objected, when
	 * they could, is left alone. */
	bool is_urgent;
	bool is_closed; /* to the asker, whatever the policy says */
};

/* What every bench of one exchange shares. */
struct bench_case {
	struct arena *arena;
	const struct policy *policy;
	const struct policy_prepared *prepared;
	const struct asker *asker;
};

void bench_open(struct bench *bench, const struct bench_case *on,
		const struct subject *subject);
/* True if it is another category than before. */
bool bench_take_category(struct bench *bench, const char *word);
/* The item of a record of the bench's category. */
struct policy_item bench_item(struct bench *bench, const struct record *record);
/* Decide it, with all that follows; but its cell. */
struct judgement bench_judge(struct bench *bench, const struct record *record,
			     const struct policy_item *item);

/* The records of consent that decide about the bench's category, each once. */
void bench_note_consents(const struct bench *bench, struct verdict *verdict);

/* The bit of the duty that hides what kind of organisation a source is. */
uint64_t bench_mask_duty(const struct vocabulary *vocabulary);

#endif
