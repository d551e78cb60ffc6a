/* Why a call got no answer, as a status and in words. */
#ifndef EENPLAN_DAEMON_NET_CALL_FAILURE_H
#define EENPLAN_DAEMON_NET_CALL_FAILURE_H

#include "daemon/net/call.h"

/* The call ended with `status`, by our own reason. */
void call_explain(struct call *call, enum status status, const char *reason);
/* It ended with libcurl's `code`; `words` are what it said, or "". */
void call_explain_failure(struct call *call, int code, const char *words);

#endif
