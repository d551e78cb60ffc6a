#include "client/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/support.h"

struct place {
	struct arena *arena;
	struct fault fault;
	char folder[64];
};

static struct place
place_new(void)
{
	struct place place = {.arena = arena_new()};

	support_speak_english();
	strcpy(place.folder, "/tmp/eenplan-file-XXXXXX");
	cr_assert_not_null(mkdtemp(place.folder));
	return place;
}

static const char *
path_of(struct place *place, const char *name)
{
	return arena_printf(place->arena, "%s/%s", place->folder, name);
}

static void
place_free(struct place *place)
{
	cr_assert_eq(
		system(arena_printf(place->arena, "rm -r %s", place->folder)),
		0);
	arena_free(place->arena);
}

static enum status
write_at(struct place *place, const char *name, const char *text)
{
	fault_clear(&place->fault);
	return file_write_private(place->arena, path_of(place, name),
				  text_of(text), &place->fault);
}

static void
expect_content(struct place *place, const char *name, const char *wanted)
{
	struct text text;

	cr_assert_eq(file_read(place->arena, path_of(place, name), 1000, &text,
			       &place->fault),
		     STATUS_OK);
	cr_expect(text_is(text, wanted), "%s", name);
}

/* Somebody's own file may have the name of a draft. */
LEAK_FREE_TEST(file, takes_no_other_file_for_its_draft)
{
	struct place place = place_new();

	cr_assert_eq(write_at(&place, "a.policy.new", "somebody's"), STATUS_OK);
	cr_expect_eq(write_at(&place, "a.policy", "ours"), STATUS_STORAGE);
	cr_expect_not_null(strstr(place.fault.text, "a.policy.new"));
	expect_content(&place, "a.policy.new", "somebody's");
	cr_expect_neq(access(path_of(&place, "a.policy"), F_OK), 0);

	cr_assert_eq(symlink(path_of(&place, "elsewhere"),
			     path_of(&place, "b.policy.new")),
		     0);
	cr_expect_eq(write_at(&place, "b.policy", "ours"), STATUS_STORAGE);
	cr_expect_neq(access(path_of(&place, "elsewhere"), F_OK), 0);
	place_free(&place);
}

LEAK_FREE_TEST(file, is_written_for_its_owner_alone)
{
	struct place place = place_new();
	struct stat about;

	cr_assert_eq(write_at(&place, "a.policy", "one"), STATUS_OK);
	cr_assert_eq(write_at(&place, "a.policy", "two"), STATUS_OK);
	expect_content(&place, "a.policy", "two");
	cr_assert_eq(stat(path_of(&place, "a.policy"), &about), 0);
	cr_expect_eq(about.st_mode & 0777, 0600);
	cr_expect_neq(access(path_of(&place, "a.policy.new"), F_OK), 0);
	place_free(&place);
}
