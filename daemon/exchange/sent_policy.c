#include "daemon/exchange/sent_policy.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/policy/testing.h"

static struct diagnostics *
findings_of(struct exchange *exchange)
{
	struct diagnostics *found =
		ARENA_NEW(exchange->arena, struct diagnostics);

	diagnostics_init(found, exchange->arena, LIMIT_POLICY_FINDINGS);
	return found;
}

static bool
ends_with(const char *name, const char *end)
{
	size_t length = strlen(name);

	return length > strlen(end) &&
	       strcmp(name + length - strlen(end), end) == 0;
}

/* A name that `policy show --to` can give to a file, on any computer. */
static bool
is_file_name(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7F ||
		    strchr("/\\:", *at) != NULL)
			return false;
	return *name != '.' &&
	       (ends_with(name, ".policy") || ends_with(name, ".vocabulary"));
}

static bool
is_taken(const struct policy_source *files, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(files[i].name, name) == 0)
			return true;
	return false;
}

static enum status
read_file(struct exchange *exchange, const struct json *value,
	  struct policy_source *files, size_t at)
{
	static const struct json_shape shape[] = {
		{"name", JSON_KIND_STRING, true, 0},
		{"text", JSON_KIND_STRING, true, LIMIT_POLICY_FILE_BYTES},
	};
	const char *where = arena_printf(exchange->arena, "/files/%zu", at);
	enum status status = json_check_shape(value, shape, COUNT_OF(shape),
					      where, &exchange->fault);
	if (status != STATUS_OK)
		return status;
	files[at] = (struct policy_source){
		.name = json_get_string(value, "name"),
		.text = text_of(json_get_string(value, "text")),
	};
	if (!is_file_name(files[at].name))
		fault_set(&exchange->fault, where,
			  "needs a name without a folder that ends in .policy "
			  "or .vocabulary");
	else if (is_taken(files, at, files[at].name))
		fault_set(&exchange->fault, where,
			  "has the name of another file: give each a name of "
			  "its own");
	return fault_is_set(&exchange->fault) ? STATUS_INVALID : STATUS_OK;
}

enum status
sent_policy_load(struct exchange *exchange, struct policy **policy_out)
{
	const struct json *list = json_member(exchange->body, "files");
	struct policy_source files[LIMIT_POLICY_FILES];
	size_t count = 0;

	for (const struct json *value = json_first(list); value != NULL;
	     value = value->next) {
		enum status status = read_file(exchange, value, files, count++);

		if (status != STATUS_OK)
			return status;
	}
	return sent_policy_load_files(exchange, files, count, policy_out);
}

enum status
sent_policy_load_files(struct exchange *exchange,
		       const struct policy_source *files, size_t count,
		       struct policy **policy_out)
{
	struct diagnostics *found = findings_of(exchange);
	struct policy *policy = policy_load(files, count, found);

	if (policy == NULL) {
		exchange->found = found;
		fault_set(&exchange->fault, "/files",
			  "have mistakes (%zu): nothing was changed",
			  found->errors);
		return STATUS_INVALID;
	}
	*policy_out = policy;
	return STATUS_OK;
}

enum status
sent_policy_test(struct exchange *exchange, const struct policy *policy,
		 size_t *tests_out)
{
	struct diagnostics *found = findings_of(exchange);
	struct policy_test_tally tally = policy_test(policy, found);

	*tests_out = tally.tests;
	if (tally.failed == 0)
		return STATUS_OK;
	exchange->found = found;
	fault_set(&exchange->fault, "/files",
		  "%zu of %zu tests fail: nothing was changed", tally.failed,
		  tally.tests);
	return STATUS_INVALID;
}
