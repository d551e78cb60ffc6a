/*
 * eenpland: one organisation's node.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "daemon/command.h"

static const char usage[] =
	"usage: eenpland CONFIG\n"
	"       eenpland --check-config CONFIG\n"
	"\n"
	"  CONFIG                 serve with this configuration, in the "
	"foreground\n"
	"  --check-config CONFIG  say everything that is wrong with it, and "
	"end\n"
	"  --print-config         print a commented sample configuration\n"
	"  --print-manual         print its keys as a part of a manual page\n"
	"  --make-key FILE        make a new key file for the store\n"
	"  --version              print the version\n"
	"  --help                 print this\n"
	"\n"
	"Exit status: 0 served and stopped, or no mistakes; 1 it couldn't; 2 "
	"usage.\n";

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{"check-config", required_argument, NULL, 'c'},
		{"print-config", no_argument, NULL, 'p'},
		{"print-manual", no_argument, NULL, 'm'},
		{"make-key", required_argument, NULL, 'k'},
		{"version", no_argument, NULL, 'v'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	switch (getopt_long(argc, argv, "", options, NULL)) {
	case 'c': return command_check(optarg);
	case 'p': return command_print_sample();
	case 'm': return command_print_manual();
	case 'k': return command_make_key(optarg);
	case 'v': return puts("eenpland " EENPLAN_VERSION) < 0;
	case 'h': return fputs(usage, stdout) < 0;
	case -1:
		if (optind == argc - 1)
			return command_serve(argv[optind]);
		break;
	default: break;
	}
	fputs(usage, stderr);
	return 2;
}
