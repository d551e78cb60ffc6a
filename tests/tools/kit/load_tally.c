#include <inttypes.h>
#include <sys/resource.h>

#include "tests/tools/kit/load.h"

#define STEPS 64 /* of a power of two */

static unsigned
class_of(int64_t latency_ns)
{
	uint64_t value = latency_ns > 0 ? (uint64_t)latency_ns : 0;
	if (value < STEPS)
		return (unsigned)value;
	unsigned power = 63 - (unsigned)__builtin_clzll(value);
	unsigned step = (unsigned)(value >> (power - 6)) - STEPS;
	return (power - 5) * STEPS + step;
}

/* The middle of a class. */
static double
latency_of(unsigned class)
{
	if (class < STEPS)
		return class;
	unsigned power = class / STEPS + 5;
	return (double)(1ULL << power) *
	       (1 + (class % STEPS + 0.5) / (double)STEPS);
}

void
tally_answer(struct tally *tally, const struct tally_answer *answer)
{
	int64_t latency_ns = answer->received_ns - answer->sent_ns;
	tally->answers++;
	tally->bytes += answer->bytes;
	tally->latencies[class_of(latency_ns)]++;
	tally->statuses[answer->status % TALLY_STATUSES]++;
	tally->last_wire_bytes = answer->wire_bytes;
	tally->after_act += answer->after_act;
	if (latency_ns > tally->longest_ns)
		tally->longest_ns = latency_ns;
	tally->with_other += answer->has_other;
	tally->with_both += answer->has_text && answer->has_other;
	tally->with_neither += !answer->has_text && !answer->has_other;
	if (!answer->has_text)
		return;
	tally->with_text++;
	tally->with_text_after_act += answer->after_act;
	if (answer->sent_ns > tally->last_with_sent_ns)
		tally->last_with_sent_ns = answer->sent_ns;
	if (answer->received_ns > tally->last_with_received_ns)
		tally->last_with_received_ns = answer->received_ns;
}

/* The latency that a share of all answers did not exceed. */
static double
quantile_us(const struct tally *tally, double share)
{
	uint64_t passed = 0;
	for (unsigned class = 0; class < TALLY_CLASSES; class ++) {
		passed += tally->latencies[class];
		if (passed > 0 &&
		    (double)passed >= share * (double)tally->answers)
			return latency_of(class) / 1000;
	}
	return 0;
}

static void
print_statuses(const struct tally *tally, FILE *out)
{
	const char *separator = "";
	fputs("statuses=", out);
	for (unsigned status = 0; status < TALLY_STATUSES; status++) {
		if (tally->statuses[status] == 0)
			continue;
		fprintf(out, "%s%u:%" PRIu64, separator, status,
			tally->statuses[status]);
		separator = ",";
	}
	fputc('\n', out);
}

static double
processor_seconds(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void
tally_print(const struct tally *tally, const struct load_settings *settings,
	    FILE *out)
{
	double seconds = (double)(tally->ended_ns - tally->began_ns) / NS_PER_S;
	fprintf(out, "seconds=%.3f\n", seconds);
	fprintf(out, "requests=%" PRIu64 "\n", tally->answers);
	fprintf(out, "requests_per_s=%.1f\n", (double)tally->answers / seconds);
	fprintf(out, "handshakes=%" PRIu64 "\n", tally->handshakes);
	fprintf(out, "handshakes_per_s=%.1f\n",
		(double)tally->handshakes / seconds);
	fprintf(out, "p50_us=%.1f\n", quantile_us(tally, 0.50));
	fprintf(out, "p99_us=%.1f\n", quantile_us(tally, 0.99));
	fprintf(out, "longest_us=%.1f\n", (double)tally->longest_ns / 1000);
	fprintf(out, "bytes=%" PRIu64 "\n", tally->bytes);
	fprintf(out, "last_wire_bytes=%" PRIu64 "\n", tally->last_wire_bytes);
	fprintf(out, "broken=%" PRIu64 "\n", tally->broken);
	print_statuses(tally, out);
	if (settings->watched_text != NULL)
		fprintf(out,
			"with=%" PRIu64 "\nwithout=%" PRIu64
			"\nlast_with_sent_ns=%" PRId64
			"\nlast_with_received_ns=%" PRId64 "\n",
			tally->with_text, tally->answers - tally->with_text,
			tally->last_with_sent_ns, tally->last_with_received_ns);
	if (settings->other_text != NULL)
		fprintf(out,
			"with_other=%" PRIu64 "\nwith_both=%" PRIu64
			"\nwith_neither=%" PRIu64 "\n",
			tally->with_other, tally->with_both,
			tally->with_neither);
	if (tally->acted_ns != 0)
		fprintf(out,
			"acted_ns=%" PRId64 "\nafter_act=%" PRIu64
			"\nwith_after_act=%" PRIu64 "\n",
			tally->acted_ns, tally->after_act,
			tally->with_text_after_act);
	fprintf(out, "own_cpu=%.2f\n", processor_seconds() / seconds);
}
