/*
 * Who may lead a plan, by a policy: as `policy explain`, `diff` and `matrix`
 * tell it.
 */
#ifndef EENPLAN_CLIENT_POLICY_LEAD_H
#define EENPLAN_CLIENT_POLICY_LEAD_H

#include "client/command.h"
#include "client/sheet.h"
#include "eenplan/base/json.h"
#include "eenplan/policy/diff.h"

/* `policy explain --lead DOMAIN`: may such an organisation, and by which rule?
 */
enum exit_code policy_lead_explain(struct client *client,
				   const struct policy *policy);
/* Every kind of organisation, with the rules that let it or bar it. */
void policy_lead_print(const struct sheet *sheet, struct page *page);
void policy_lead_write_csv(const struct sheet *sheet, struct buf *out);
void policy_lead_write_html(const struct sheet *sheet, struct buf *out);
/* What an edit changes. */
void policy_lead_print_changes(struct page *page, const struct diff *diff);
void policy_lead_put_changes(struct arena *arena, struct json_writer *writer,
			     const struct diff *diff);

#endif
