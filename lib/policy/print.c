#include "eenplan/policy/print.h"

#include "eenplan/base/limits.h"
#include "lib/policy/parser.h"
#include "lib/policy/printer.h"

static const char *const language_codes[] = {
	[VOCABULARY_ENGLISH] = "en",
	[VOCABULARY_DUTCH] = "nl",
};

/* English goes without saying. */
static void
print_head(struct printer *printer, const struct ast_file *file)
{
	printer_begin_item(printer, file->name);
	printer_put_keyword(printer, file->is_vocabulary ? KEYWORD_VOCABULARY
							 : KEYWORD_POLICY);
	printer_put_place(printer, file->name);
	printer_put_keyword(printer, KEYWORD_VERSION);
	printer_put_place(printer, file->version);
	if (printer->language != VOCABULARY_ENGLISH) {
		printer_begin_line(printer, 0);
		printer_put_keyword(printer, KEYWORD_LANGUAGE);
		printer_put(printer, language_codes[printer->language]);
	}
	if (place_is_set(file->vocabulary)) {
		printer_begin_line_at(printer, 0, file->vocabulary);
		printer_put_keyword(printer, KEYWORD_VOCABULARY);
		printer_put_place(printer, file->vocabulary);
	}
	printer_end_item(printer, file->name);
}

/* Rules, leads, nevers and tests, mixed as they were written. */
static void
print_items(struct printer *printer, const struct ast_file *file)
{
	const struct ast_rule *rule = file->rules;
	const struct ast_lead *lead = file->leads;
	const struct ast_never *never = file->nevers;
	const struct ast_test *test = file->tests;

	for (;;) {
		uint32_t at[] = {
			rule == NULL ? UINT32_MAX : rule->id.offset,
			lead == NULL ? UINT32_MAX : lead->id.offset,
			never == NULL ? UINT32_MAX : never->title.offset,
			test == NULL ? UINT32_MAX : test->title.offset,
		};
		size_t first = 0;

		for (size_t i = 1; i < COUNT_OF(at); i++)
			if (at[i] < at[first])
				first = i;
		if (at[first] == UINT32_MAX)
			return;
		if (first == 0) {
			print_rule(printer, rule);
			rule = rule->next;
		} else if (first == 1) {
			print_lead(printer, lead);
			lead = lead->next;
		} else if (first == 2) {
			print_never(printer, never);
			never = never->next;
		} else {
			print_test(printer, test);
			test = test->next;
		}
	}
}

static struct text
print_once(struct arena *arena, const struct ast_file *file,
	   struct remarks *remarks, enum vocabulary_language language)
{
	struct buf *out = ARENA_NEW(arena, struct buf);
	struct printer printer = {.out = out,
				  .remarks = remarks,
				  .written = file->language,
				  .language = language,
				  .may_fold = true};

	buf_init(out, arena, file->source->text.length + 256);
	print_head(&printer, file);
	if (file->is_vocabulary)
		print_entries(&printer, file->entries);
	else
		print_items(&printer, file);
	printer_finish(&printer);
	return buf_text(out);
}

/*
 * The first time only to learn what comments can hang on. False: there are
 * too many words or comments.
 */
static bool
print_file(struct arena *arena, const struct ast_file *file,
	   enum vocabulary_language language, struct text *text_out)
{
	struct arena *scratch = arena_new();
	struct remarks *remarks = remarks_read(scratch, file->source);
	bool is_fine;

	(void)print_once(scratch, file, remarks, language);
	is_fine = !remarks->is_overfull;
	if (is_fine) {
		remarks_settle(remarks);
		*text_out = print_once(arena, file, remarks, language);
	}
	arena_free(scratch);
	return is_fine;
}

/* NULL after mistakes. */
static struct ast_file *
read_file(struct arena *arena, const struct source *source)
{
	size_t errors = source->found->errors;
	size_t items_left = LIMIT_POLICY_RULES;
	struct ast_file *file;

	if (!source_is_readable(source))
		return NULL;
	file = parser_parse(arena, source, &items_left);
	return source->found->errors > errors ? NULL : file;
}

/* Does `printed`, read again, print back to what `file` itself prints to? */
static bool
is_faithful(const struct ast_file *file, struct text printed)
{
	struct arena *arena = arena_new();
	struct diagnostics found;
	struct source source = {
		.name = file->source->name, .text = printed, .found = &found};
	struct ast_file *again;
	struct text first;
	struct text second;
	bool is_same;

	diagnostics_init(&found, arena, 1);
	again = read_file(arena, &source);
	is_same = again != NULL &&
		  print_file(arena, file, file->language, &first) &&
		  print_file(arena, again, file->language, &second) &&
		  text_equals(first, second);
	arena_free(arena);
	return is_same;
}

/* `file`, printed and found to say the same; else a mistake. */
static bool
print_faithfully(struct arena *arena, const struct ast_file *file,
		 enum vocabulary_language language, struct text *text_out)
{
	if (!print_file(arena, file, language, text_out))
		source_error(file->source,
			     "at most %d words and comments of one file can be "
			     "put in form",
			     LIMIT_POLICY_PRINT_PLACES);
	else if (!is_faithful(file, *text_out))
		source_error(file->source,
			     "this file would mean something else in %s: one "
			     "of its names is a word of the language there",
			     language == VOCABULARY_DUTCH ? "Dutch"
							  : "English");
	else
		return true;
	return false;
}

static enum vocabulary_language
language_of(const struct ast_file *file, enum policy_print_language language)
{
	switch (language) {
	case POLICY_PRINT_AS_WRITTEN: return file->language;
	case POLICY_PRINT_ENGLISH: return VOCABULARY_ENGLISH;
	case POLICY_PRINT_DUTCH: return VOCABULARY_DUTCH;
	}
	return file->language;
}

bool
policy_print(struct arena *arena, const struct policy_source *source,
	     enum policy_print_language language, struct diagnostics *found,
	     struct text *text_out)
{
	struct arena *scratch = arena_new();
	struct source written = {
		.name = source->name, .text = source->text, .found = found};
	struct ast_file *file = NULL;
	bool is_fine;

	if (source->text.length > LIMIT_POLICY_FILE_BYTES)
		source_error(&written, "a file has at most %d bytes",
			     LIMIT_POLICY_FILE_BYTES);
	else
		file = read_file(scratch, &written);
	is_fine = file != NULL &&
		  print_faithfully(arena, file, language_of(file, language),
				   text_out);
	arena_free(scratch);
	return is_fine;
}
