#include "daemon/config_yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "eenplan/base/limits.h"

#define MESSAGE_BYTES 512

struct reading {
	const struct config_source *source;
	yaml_parser_t parser;
	bool failed;
};

static const char *
line_of(const struct config_source *source, unsigned line)
{
	const char *at = source->text.bytes;
	const char *end = at + source->text.length;

	for (unsigned i = 1; i < line; i++) {
		const char *next = memchr(at, '\n', (size_t)(end - at));

		if (next == NULL)
			return NULL;
		at = next + 1;
	}

	const char *stop = memchr(at, '\n', (size_t)(end - at));
	size_t length = (size_t)((stop != NULL ? stop : end) - at);

	if (length > 0 && at[length - 1] == '\r')
		length--;
	if (!text_is_utf8((struct text){at, length}))
		return NULL;
	return arena_text(source->arena, (struct text){at, length});
}

void
config_yaml_complain(const struct config_source *source,
		     struct config_mark mark, const char *hint,
		     const char *format, ...)
{
	char text[MESSAGE_BYTES];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);

	const struct diagnostic problem = {
		.severity = DIAGNOSTIC_ERROR,
		.file = source->file,
		.line = mark.line,
		.column = mark.column,
		.width = mark.width > 0 ? mark.width : 1,
		.source = mark.line > 0 ? line_of(source, mark.line) : NULL,
		.text = text,
		.hint = hint,
	};

	diagnostics_add(source->problems, &problem);
}

static struct config_mark
mark_between(yaml_mark_t start, yaml_mark_t end)
{
	struct config_mark mark = {
		.line = (unsigned)start.line + 1,
		.column = (unsigned)start.column + 1,
		.width = 1,
	};

	if (end.line == start.line && end.column > start.column)
		mark.width = (unsigned)(end.column - start.column);
	return mark;
}

/* Bytes that aren't UTF-8 come with an offset only. */
static struct config_mark
mark_of_offset(struct text text, size_t offset)
{
	struct config_mark mark = {.line = 1, .column = 1, .width = 1};

	for (size_t i = 0; i < offset && i < text.length; i++) {
		mark.column++;
		if (text.bytes[i] == '\n') {
			mark.line++;
			mark.column = 1;
		}
	}
	return mark;
}

static void
complain_of_syntax(struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;
	const char *problem =
		parser->problem != NULL ? parser->problem : "out of memory";
	struct config_mark mark =
		parser->error == YAML_READER_ERROR
			? mark_of_offset(reading->source->text,
					 parser->problem_offset)
			: mark_between(parser->problem_mark,
				       parser->problem_mark);

	config_yaml_complain(reading->source, mark,
			     "a key and its value are written as \"key: "
			     "value\", indented with spaces",
			     "this is no valid YAML: %s", problem);
	reading->failed = true;
}

/* False, and `event` is nothing to free, when there is no next one. */
static bool
next_event(struct reading *reading, yaml_event_t *event)
{
	if (reading->failed)
		return false;
	if (yaml_parser_parse(&reading->parser, event) != 0)
		return true;
	complain_of_syntax(reading);
	return false;
}

static struct config_yaml *read_value(struct reading *reading,
				      const yaml_event_t *event, int depth);

static void
refuse(struct reading *reading, const yaml_event_t *event, const char *what)
{
	config_yaml_complain(reading->source,
			     mark_between(event->start_mark, event->end_mark),
			     "write the value itself in its place",
			     "%s can't be used in a configuration", what);
	reading->failed = true;
}

static bool
has_extras(const yaml_event_t *event)
{
	switch ((int)event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor != NULL ||
		       event->data.scalar.tag != NULL;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor != NULL ||
		       event->data.sequence_start.tag != NULL;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor != NULL ||
		       event->data.mapping_start.tag != NULL;
	default: return event->type == YAML_ALIAS_EVENT;
	}
}

static void
add_child(struct config_yaml *parent, struct config_yaml **last,
	  struct config_yaml *child)
{
	if (*last == NULL)
		parent->first = child;
	else
		(*last)->next = child;
	*last = child;
	parent->count++;
}

static void
read_list(struct reading *reading, struct config_yaml *list, int depth)
{
	struct config_yaml *last = NULL;
	yaml_event_t event;

	while (next_event(reading, &event)) {
		bool ended = event.type == YAML_SEQUENCE_END_EVENT;
		struct config_yaml *item =
			ended ? NULL : read_value(reading, &event, depth);

		if (item != NULL)
			add_child(list, &last, item);
		yaml_event_delete(&event);
		if (ended)
			return;
	}
}

static bool
is_first_of_its_name(struct reading *reading, const struct config_yaml *map,
		     const char *key, struct config_mark mark)
{
	const struct config_yaml *earlier = config_yaml_member(map, key);

	if (earlier == NULL)
		return true;
	config_yaml_complain(reading->source, mark, "take one of the two out",
			     "the key \"%s\" is here for the second time; the "
			     "first is in line %u",
			     key, earlier->key_mark.line);
	return false;
}

static void
read_member(struct reading *reading, struct config_yaml *map,
	    struct config_yaml **last, const struct config_yaml *key, int depth)
{
	yaml_event_t event;

	if (!next_event(reading, &event))
		return;

	struct config_yaml *value = read_value(reading, &event, depth);

	yaml_event_delete(&event);
	if (value == NULL ||
	    !is_first_of_its_name(reading, map, key->text, key->mark))
		return;
	value->key = key->text;
	value->key_mark = key->mark;
	add_child(map, last, value);
}

static void
read_map(struct reading *reading, struct config_yaml *map, int depth)
{
	struct config_yaml *last = NULL;
	yaml_event_t event;

	while (next_event(reading, &event)) {
		bool ended = event.type == YAML_MAPPING_END_EVENT;
		struct config_yaml *key =
			ended ? NULL : read_value(reading, &event, depth);

		if (key != NULL && key->kind != CONFIG_YAML_SCALAR)
			refuse(reading, &event, "a list or map as a key");
		yaml_event_delete(&event);
		if (ended)
			return;
		if (key != NULL)
			read_member(reading, map, &last, key, depth);
	}
}

static void
read_scalar(struct reading *reading, const yaml_event_t *event,
	    struct config_yaml *scalar)
{
	const struct text text = {(const char *)event->data.scalar.value,
				  event->data.scalar.length};

	scalar->text = arena_text(reading->source->arena, text);
	scalar->is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (strlen(scalar->text) != text.length)
		refuse(reading, event, "a NUL character");
}

static struct config_yaml *
read_value(struct reading *reading, const yaml_event_t *event, int depth)
{
	if (depth == LIMIT_CONFIG_DEPTH) {
		refuse(reading, event, "nesting this deep");
		return NULL;
	}
	if (has_extras(event)) {
		refuse(reading, event, "an anchor, alias or tag");
		return NULL;
	}

	struct config_yaml *value =
		ARENA_NEW(reading->source->arena, struct config_yaml);

	value->mark = mark_between(event->start_mark, event->end_mark);
	if (event->type == YAML_SEQUENCE_START_EVENT) {
		value->kind = CONFIG_YAML_LIST;
		read_list(reading, value, depth + 1);
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		value->kind = CONFIG_YAML_MAP;
		read_map(reading, value, depth + 1);
	} else {
		value->kind = CONFIG_YAML_SCALAR;
		read_scalar(reading, event, value);
	}
	return reading->failed ? NULL : value;
}

static struct config_yaml *
read_stream(struct reading *reading)
{
	struct config_yaml *root = NULL;
	yaml_event_t event;
	bool ended = false;

	while (!ended && next_event(reading, &event)) {
		ended = event.type == YAML_STREAM_END_EVENT;
		if (event.type == YAML_DOCUMENT_START_EVENT && root != NULL)
			refuse(reading, &event, "a second document");
		else if (event.type != YAML_STREAM_START_EVENT &&
			 event.type != YAML_DOCUMENT_START_EVENT &&
			 event.type != YAML_DOCUMENT_END_EVENT && !ended)
			root = read_value(reading, &event, 0);
		yaml_event_delete(&event);
	}
	return reading->failed ? NULL : root;
}

struct config_yaml *
config_yaml_read(const struct config_source *source)
{
	struct reading reading = {.source = source};

	if (yaml_parser_initialize(&reading.parser) == 0)
		return NULL;
	yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reading.parser,
				     (const unsigned char *)source->text.bytes,
				     source->text.length);

	struct config_yaml *root = read_stream(&reading);

	yaml_parser_delete(&reading.parser);
	return root;
}

const struct config_yaml *
config_yaml_member(const struct config_yaml *map, const char *key)
{
	if (map == NULL || map->kind != CONFIG_YAML_MAP)
		return NULL;
	for (const struct config_yaml *member = map->first; member != NULL;
	     member = member->next)
		if (strcmp(member->key, key) == 0)
			return member;
	return NULL;
}
