/*
 * What figures were given out, and which may be: none over a few, and none
 * that differs by a few from one of its kind that was given before.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_REPORT_LEDGER_H
#define EENPLAN_DAEMON_EXCHANGE_REPORT_LEDGER_H

#include "daemon/exchange/exchange.h"
#include "daemon/plan/report.h"

enum report_verdict { REPORT_GIVEN, REPORT_FEW, REPORT_CLOSE };

/*
 * May this figure be given? If so it is kept, in the exchange's transaction,
 * for later ones to be held against.
 */
enum status report_ledger_judge(struct exchange *exchange,
				const struct report_figure *figure,
				enum report_verdict *verdict_out) MUST_CHECK;

#endif
