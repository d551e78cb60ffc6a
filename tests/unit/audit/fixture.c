#include "fixture.h"

#include "daemon/audit/logfile.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/base/clock.h"

struct seal_key *
fixture_new_key(const struct fixture *fixture, const char *name)
{
	char command[256];
	char path[96];
	struct seal_key *key;
	struct fault fault = {0};

	snprintf(path, sizeof(path), "%s/%s", fixture->folder, name);
	snprintf(command, sizeof(command),
		 "umask 077; openssl ecparam -name prime256v1 -genkey -noout "
		 "-out %s 2>/dev/null",
		 path);
	cr_assert_eq(system(command), 0, "a key can't be made");
	cr_assert_eq(seal_key_read_private(path, &key, &fault), STATUS_OK, "%s",
		     fault.text);
	return key;
}

void
fixture_subject(struct audit_subject *subject_out)
{
	random_uuid(subject_out->key_id);
	box_key_random(&subject_out->key);
}

void
fixture_init(struct fixture *fixture)
{
	strcpy(fixture->folder, "/tmp/eenplan-audit-XXXXXX");
	cr_assert_not_null(mkdtemp(fixture->folder));
	snprintf(fixture->log, sizeof(fixture->log), "%s/log", fixture->folder);
	fixture->key = fixture_new_key(fixture, "node.key");
	fixture->settings = (struct audit_settings){
		.folder = fixture->log,
		.node = "wijkteam-noord",
		.key = fixture->key,
		.key_id = "EenThumbprintVanEenCertificaat",
	};
	fixture_subject(&fixture->subject);
}

void
fixture_clear(struct fixture *fixture)
{
	char command[128];

	seal_key_free(fixture->key);
	snprintf(command, sizeof(command), "rm -rf %s", fixture->folder);
	cr_assert_eq(system(command), 0);
}

struct audit_event
fixture_event(const struct fixture *fixture, const char *request)
{
	static const char *const categories[] = {"goal", "agreement"};
	static const char *const withheld[] = {"diagnosis"};
	static const char *const rules[] = {"WMO-017"};

	return (struct audit_event){
		.event = "answer",
		.request = request,
		.time_ms = clock_now_ms(),
		.subject = fixture->subject,
		.resident = "resident-secret-17",
		.organisation = "thuiszorg-zuid",
		.user = "f.deboer",
		.role = "coordinator",
		.purpose = "coordination",
		.outcome = "permitted",
		.categories = categories,
		.category_count = 2,
		.withheld = withheld,
		.withheld_count = 1,
		.rules = rules,
		.rule_count = 1,
		.policy_digest = "00ff",
	};
}

void
fixture_append(struct fixture *fixture, struct audit *audit, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		char request[32];

		snprintf(request, sizeof(request), "request-%u", i);

		const struct audit_event event =
			fixture_event(fixture, request);

		cr_assert_eq(audit_append(audit, &event, 1), STATUS_OK);
	}
}

char *
fixture_read(const struct fixture *fixture, const char *name,
	     size_t *length_out)
{
	char path[160];
	struct stat about;

	snprintf(path, sizeof(path), "%s/%s", fixture->log, name);

	int file = open(path, O_RDONLY);

	cr_assert(file >= 0 && fstat(file, &about) == 0, "%s", path);

	char *bytes = calloc(1, (size_t)about.st_size + 1);

	cr_assert_eq(read(file, bytes, (size_t)about.st_size), about.st_size);
	close(file);
	*length_out = (size_t)about.st_size;
	return bytes;
}

char *
fixture_read_log(const struct fixture *fixture, size_t *length_out)
{
	char *bytes = fixture_read(fixture, PARTS_CURRENT, length_out);

	while (*length_out > 0 && bytes[*length_out - 1] == '\0')
		--*length_out;
	return bytes;
}

void
fixture_write(const struct fixture *fixture, const char *name,
	      const char *bytes, size_t length)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", fixture->log, name);

	FILE *file = fopen(path, "w");

	cr_assert_not_null(file);
	cr_assert_eq(fwrite(bytes, 1, length, file), length);
	fclose(file);
}
