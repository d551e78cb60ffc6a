#include "daemon/exchange/routes.h"

#include "leak_free.h"

/*
 * Those whom the national pack lets work with their own organisation's part
 * of the plan (NL-O1): a role that may see it must be able to ask for it.
 */
static const char *const workers[] = {"coordinator", "consultant",
				      "professional", "nurse", "specialist"};

/* Row 29: who manages, pays or runs the system sees no one's record. */
static const char *const others[] = {"manager",		"director", "financier",
				     "privacy_officer", "resident", ""};

LEAK_FREE_TEST(routes, let_everybody_work_who_may_see_their_own_part)
{
	static const enum route_id work[] = {
		ROUTE_VIEW,	     ROUTE_HOUSEHOLD_LIST, ROUTE_HOUSEHOLD_SHOW,
		ROUTE_PLAN_LIST,     ROUTE_PLAN_ADD,	   ROUTE_PLAN_CHANGE,
		ROUTE_PLAN_CLOSE,    ROUTE_PLAN_HISTORY,   ROUTE_CONSENT_RECORD,
		ROUTE_CONSENT_LIST,  ROUTE_LINK_TOKEN,	   ROUTE_LINK_ACCEPT,
		ROUTE_RESIDENT_SHOW, ROUTE_INBOX,	   ROUTE_MANDATE_SHOW,
		ROUTE_PARTNER_LIST,
	};

	for (size_t i = 0; i < COUNT_OF(work); i++)
		for (size_t r = 0; r < COUNT_OF(workers); r++)
			cr_expect(route_permits(work[i], workers[r]),
				  "route %zu, %s", i, workers[r]);
}

LEAK_FREE_TEST(routes, show_no_record_to_who_manages_pays_or_runs)
{
	static const enum route_id records[] = {
		ROUTE_VIEW,	      ROUTE_PLAN_LIST,	    ROUTE_PLAN_HISTORY,
		ROUTE_EMERGENCY_VIEW, ROUTE_EMERGENCY_OPEN, ROUTE_INBOX,
	};

	for (size_t i = 0; i < COUNT_OF(records); i++)
		for (size_t r = 0; r < COUNT_OF(others); r++)
			cr_expect_not(route_permits(records[i], others[r]),
				      "route %zu, %s", i, others[r]);
}
