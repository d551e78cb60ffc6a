#include <string.h>

#include "daemon/store/import.h"

/* What holds of `reference` now; NULL: nothing was ever said. */
static const struct circumstance *
find_setting(const struct circumstance *settings, size_t count,
	     const char *reference)
{
	for (size_t i = 0; i < count; i++)
		if (settings[i].about == CIRCUMSTANCE_REPRESENTATIVE &&
		    strcmp(settings[i].reference, reference) == 0)
			return &settings[i];
	return NULL;
}

/*
 * Only what nobody has said yet: what a person set here, also that somebody
 * no longer represents, is never undone by an import.
 */
static enum status
import_representative(struct import_run *run,
		      const struct import_representative *item)
{
	const struct circumstance setting = {
		.about = CIRCUMSTANCE_REPRESENTATIVE,
		.reference = item->reference,
		.value = representation_word(item->as),
		.name = item->name,
		.set_by = run->import->by == NULL ? "import" : run->import->by,
		.set_ms = run->now_ms};
	struct circumstance *settings = NULL;
	const char *resident;
	size_t count = 0;
	enum status status =
		import_resolve(run, item->reference, item->resident, &resident);

	if (status == STATUS_OK)
		status = store_circumstance_list(run->store, run->arena,
						 resident, &settings, &count);
	if (status != STATUS_OK ||
	    find_setting(settings, count, item->reference) != NULL)
		return status;
	status = store_circumstance_set(run->store, resident, &setting);
	if (status == STATUS_TOO_LARGE) {
		fault_set(run->fault, item->reference,
			  "is one representative more than a resident can "
			  "have");
		return STATUS_INVALID;
	}
	return status;
}

enum status
import_circumstances(struct import_run *run)
{
	const struct import *import = run->import;
	enum status status = STATUS_OK;

	for (size_t i = 0;
	     i < import->representative_count && status == STATUS_OK; i++)
		status =
			import_representative(run, &import->representatives[i]);
	return status;
}
