/*
 * What the benches measure by.
 */
#ifndef EENPLAN_TESTS_BENCH_KIT_STOPWATCH_H
#define EENPLAN_TESTS_BENCH_KIT_STOPWATCH_H

/* Seconds since some moment; of processor time, by this thread alone. */
double clock_s(void);
double processor_s(void);

#endif
