#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/wire/consent_chain.h"
#include "fixture.h"
#include "wire/signatory.h"

/* A store whose node signs. */
struct signing_store {
	struct fixture f;
	struct signatory node;
	struct store *store;
	const char *mirjam;
};

static struct store *
open_signing(struct signing_store *s)
{
	struct store_settings settings = fixture_settings(&s->f);
	struct store *store;

	settings.signer = s->node.signer;
	cr_assert_eq(store_open(&settings, STORE_WRITE, &store), STATUS_OK);
	return store;
}

static void
begin(struct signing_store *s)
{
	*s = (struct signing_store){.node = signatory_make("wijkteam")};
	fixture_init(&s->f);
	s->store = fixture_filled(&s->f);
	s->mirjam = fixture_resident(&s->f, s->store, "mirjam");
	store_close(s->store);
	s->store = open_signing(s);
}

static void
end(struct signing_store *s)
{
	store_close(s->store);
	fixture_clear(&s->f);
	signatory_free(&s->node);
}

static const struct seal_key *
find_key(void *context, const char *certificate, int64_t issued_ms)
{
	struct signing_store *s = context;
	struct text der;

	cr_expect_leq(issued_ms, clock_now_ms());
	cr_expect_eq(
		store_node_certificate(s->store, s->f.arena, certificate, &der),
		STATUS_OK);
	cr_expect(text_equals(der, s->node.der));
	return s->node.public_key;
}

static struct consent_chain_report
verify(struct signing_store *s, size_t *count_out)
{
	struct store_document *documents;
	struct consent_chain chain = {
		.organisation = "wijkteam",
		.resident = s->mirjam,
		.find_key = find_key,
		.context = s,
	};
	struct consent_chain_report report;
	struct text *jws;

	cr_assert_eq(store_documents(s->store, s->f.arena, s->mirjam,
				     &documents, &chain.count),
		     STATUS_OK);
	jws = ARENA_ARRAY(s->f.arena, chain.count, struct text);
	for (size_t i = 0; i < chain.count; i++)
		jws[i] = text_of(documents[i].jws);
	chain.documents = jws;
	consent_chain_verify(s->f.arena, &chain, &report);
	*count_out = chain.count;
	return report;
}

LEAK_FREE_TEST(documents, are_not_made_for_a_consent_that_was_refused)
{
	struct signing_store s;
	struct consent first, second;
	size_t count;

	begin(&s);
	first = fixture_consent(&s.f, s.mirjam, NULL);
	cr_assert_eq(store_consent_add(s.store, &first), STATUS_OK);
	second = fixture_consent(&s.f, s.mirjam, "no such consent");
	cr_expect_eq(store_consent_add(s.store, &second), STATUS_CONFLICT);
	cr_expect_eq(verify(&s, &count).fault, CONSENT_CHAIN_SOUND);
	cr_expect_eq(count, 1);
	end(&s);
}

LEAK_FREE_TEST(documents, go_with_a_transaction_that_is_rolled_back)
{
	struct signing_store s;
	struct consent consent;
	const char *head;
	size_t count;

	begin(&s);
	consent = fixture_consent(&s.f, s.mirjam, NULL);
	cr_assert_eq(store_begin(s.store), STATUS_OK);
	cr_assert_eq(store_consent_add(s.store, &consent), STATUS_OK);
	cr_assert_eq(store_document_head(s.store, s.f.arena, s.mirjam, &head),
		     STATUS_OK);
	cr_expect_not_null(head);
	store_rollback(s.store);
	(void)verify(&s, &count);
	cr_expect_eq(count, 0);
	cr_assert_eq(store_document_head(s.store, s.f.arena, s.mirjam, &head),
		     STATUS_OK);
	cr_expect_null(head);
	end(&s);
}

LEAK_FREE_TEST(documents, are_one_chain_with_every_record_as_it_reads_back)
{
	struct signing_store s;
	struct consent_chain_report report;
	struct consent *records;
	const char *head;
	size_t count, documents;

	begin(&s);
	for (int i = 0; i < 3; i++) {
		struct consent consent = fixture_consent(&s.f, s.mirjam, NULL);

		consent.recorded_ms += i;
		cr_assert_eq(store_consent_add(s.store, &consent), STATUS_OK);
	}
	report = verify(&s, &documents);
	cr_assert_eq(report.fault, CONSENT_CHAIN_SOUND);
	cr_assert_eq(documents, 3);
	cr_assert_eq(store_document_head(s.store, s.f.arena, s.mirjam, &head),
		     STATUS_OK);
	cr_expect_str_eq(head, report.head);
	cr_assert_eq(store_consents(s.store, s.f.arena, s.mirjam, true,
				    &records, &count),
		     STATUS_OK);
	/* the first came before there was a signer */
	cr_assert_eq(count, 4);
	for (size_t i = 0; i < documents; i++) {
		struct json_writer writer;
		struct buf one, other;

		buf_init(&one, s.f.arena, 0);
		json_begin(&writer, &one);
		consent_encode(&writer, &report.documents[i].consent);
		buf_init(&other, s.f.arena, 0);
		json_begin(&writer, &other);
		for (size_t j = 0; j < count; j++)
			if (strcmp(records[j].id,
				   report.documents[i].consent.id) == 0)
				consent_encode(&writer, &records[j]);
		cr_expect_str_eq(buf_string(&one), buf_string(&other));
	}
	end(&s);
}

LEAK_FREE_TEST(documents, of_older_records_are_made_once)
{
	struct signing_store s;
	struct consent consent;
	struct store *unsigning;
	size_t count;

	begin(&s);
	cr_assert_eq(store_documents_begin(s.store), STATUS_OK);
	cr_expect_eq(verify(&s, &count).fault, CONSENT_CHAIN_SOUND);
	cr_expect_eq(count, 1);
	/* what comes in beside the node from then on stays unsigned */
	unsigning = fixture_open(&s.f, STORE_WRITE);
	consent = fixture_consent(&s.f, s.mirjam, NULL);
	cr_assert_eq(store_consent_add(unsigning, &consent), STATUS_OK);
	store_close(unsigning);
	cr_assert_eq(store_documents_begin(s.store), STATUS_OK);
	(void)verify(&s, &count);
	cr_expect_eq(count, 1);
	end(&s);
}

/* As an export of it comes back, in this state. */
static enum status
import_again(struct signing_store *s, const struct consent *consent,
	     enum consent_state state, struct store_import_counts *counts)
{
	struct import_consent item = {
		.resident = "Patient/mirjam",
		.origin = arena_printf(s->f.arena, "Consent/%s", consent->id),
		.consent = *consent,
	};
	const struct import import = {.consents = &item, .consent_count = 1};
	struct fault fault;
	enum status status;

	item.consent.state = state;
	item.consent.id = NULL;
	item.consent.resident = item.resident;
	status = fixture_import(&s->f, s->store, &import, counts, &fault);
	if (status != STATUS_OK)
		cr_expect_str_eq(fault.where, item.origin);
	return status;
}

LEAK_FREE_TEST(documents, are_not_added_for_a_record_that_comes_back)
{
	struct signing_store s;
	struct consent consent;
	struct store_import_counts counts;
	size_t count;

	begin(&s);
	consent = fixture_consent(&s.f, s.mirjam, NULL);
	consent.state = CONSENT_REFUSED;
	cr_assert_eq(store_consent_add(s.store, &consent), STATUS_OK);
	cr_expect_eq(import_again(&s, &consent, CONSENT_GIVEN, &counts),
		     STATUS_INVALID);
	cr_assert_eq(import_again(&s, &consent, CONSENT_REFUSED, &counts),
		     STATUS_OK);
	cr_expect_eq(counts.unchanged, 1);
	cr_expect_eq(counts.consents + counts.updated, 0);
	(void)verify(&s, &count);
	cr_expect_eq(count, 1);
	end(&s);
}

LEAK_FREE_TEST(documents, name_no_certificate_that_signed_nothing)
{
	struct signing_store s;
	struct text der;

	begin(&s);
	cr_expect_eq(
		store_node_certificate(s.store, s.f.arena, "nobody's", &der),
		STATUS_NOT_FOUND);
	end(&s);
}

LEAK_FREE_TEST(documents, call_a_resident_the_same_under_one_key_only)
{
	struct signing_store s;
	struct fixture other;
	struct store *elsewhere;
	const char *pseudonym;

	begin(&s);
	fixture_init(&other);
	memset(other.key.bytes, 0x3C, sizeof(other.key.bytes));
	elsewhere = fixture_open(&other, STORE_WRITE);
	pseudonym = store_resident_pseudonym(s.store, s.f.arena, s.mirjam);
	cr_expect_eq(strlen(pseudonym), 20);
	cr_expect_str_eq(store_resident_pseudonym(s.store, s.f.arena, s.mirjam),
			 pseudonym);
	cr_expect_str_neq(
		store_resident_pseudonym(s.store, s.f.arena, "another"),
		pseudonym);
	cr_expect_str_neq(
		store_resident_pseudonym(elsewhere, s.f.arena, s.mirjam),
		pseudonym);
	store_close(elsewhere);
	fixture_clear(&other);
	end(&s);
}
