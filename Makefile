# Eenplan. `make help` says what there is; README.md says why.

MODE  ?= release
BUILD ?= build/$(MODE)
CC    := gcc
Q     := $(if $(V),,@)
say    = @printf '  %-8s %s\n' $(1) $(2)

# --- what is compiled: a room is a folder and an archive --------------------
LIB_ROOMS    := lib/wire lib/policy lib/psi lib/seal lib/base
DAEMON_ROOMS := daemon/exchange daemon/federate daemon/discovery daemon/plan \
                daemon/audit daemon/consent daemon/store daemon/net
PROGRAMS     := $(BUILD)/eenpland $(BUILD)/eenplan

objects = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)/*.c))
archive = $(BUILD)/$(1).a
# From the highest floor to the lowest, so that the linker needs one pass.
LIB    := $(foreach room,$(LIB_ROOMS),$(call archive,$(room)))
DAEMON := $(foreach room,$(DAEMON_ROOMS),$(call archive,$(room)))

# --- how --------------------------------------------------------------------
PACKAGES := libevent libevent_openssl libevent_pthreads libcurl openssl jansson \
            sqlite3 uuid yaml-0.1 smartcols libsystemd libsodium
WARNINGS := -Wall -Wextra -Werror -Wshadow -Wvla -Wundef -Wformat=2 -Wconversion \
            -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
            -Wduplicated-cond -Wlogical-op -Wimplicit-fallthrough=5
HARDEN   := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -fPIE
# Without -ftrivial-auto-var-init=zero: with it gcc 12.2 clears a struct's padding
# at the wrong place, after it was filled (tests/unit/audit fails in release).
FLAGS_release := -O2 -g -D_FORTIFY_SOURCE=3
FLAGS_debug   := -Og -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
                 -fno-omit-frame-pointer
FLAGS_thread  := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
CFLAGS   := -std=gnu11 -D_GNU_SOURCE -Iinclude -I. $(WARNINGS) $(HARDEN) $(FLAGS_$(MODE)) -pthread
LDFLAGS  := -pie -Wl,-z,relro,-z,now -Wl,--as-needed -pthread $(filter -fsanitize%,$(FLAGS_$(MODE)))
LIBS      = $(shell pkg-config --libs $(PACKAGES)) -lm
LINK      = $(Q)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ $(LIBS)

.PHONY: all programs translations manuals deps deps-% demo test units tools check \
        fuzz bench format install clean help
.DELETE_ON_ERROR:
.SECONDARY:

all: deps-build ## build both programs, the manuals and the translations
	$(Q)$(MAKE) --no-print-directory programs translations manuals

programs: $(PROGRAMS)

$(BUILD)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

define room_rule
$(call archive,$(1)): $(call objects,$(1))
	$(call say,AR,$(1))
	$(Q)mkdir -p $$(@D); rm -f $$@
	$(Q)ar rcs $$@ $$^
endef
$(foreach room,$(LIB_ROOMS) $(DAEMON_ROOMS),$(eval $(call room_rule,$(room))))

$(BUILD)/eenpland: $(call objects,daemon) $(DAEMON) $(LIB)
	$(call say,LD,eenpland)
	$(LINK)

$(BUILD)/eenplan: $(call objects,client) $(LIB)
	$(call say,LD,eenplan)
	$(LINK)

# --- tests ------------------------------------------------------------------
# tests/unit/<room>/test_*.c is one Criterion program; what each links, once:
UNIT_base     := $(call archive,lib/base)
UNIT_seal     := $(call archive,lib/seal) $(UNIT_base)
UNIT_policy   := $(call archive,lib/policy) $(UNIT_seal)
UNIT_psi      := $(call archive,lib/psi) $(UNIT_seal)
UNIT_wire     := $(BUILD)/tests/unit/seal/certificate_maker.o $(LIB)
UNIT_net      := $(call archive,daemon/net) $(LIB)
UNIT_store    := $(BUILD)/tests/unit/wire/signatory.o $(BUILD)/tests/unit/seal/certificate_maker.o \
                 $(call archive,daemon/store) $(LIB)
UNIT_audit    := $(call archive,daemon/audit) $(LIB)
UNIT_consent  := $(call archive,daemon/consent) $(LIB)
UNIT_plan     := $(BUILD)/tests/unit/wire/signatory.o $(BUILD)/tests/unit/seal/certificate_maker.o \
                 $(call archive,daemon/plan) $(LIB)
UNIT_exchange := $(BUILD)/tests/unit/seal/certificate_maker.o $(DAEMON) $(LIB)
UNIT_config   := $(filter-out %/main.o,$(call objects,daemon)) $(DAEMON) $(LIB)
UNIT_client   := $(filter-out %/main.o,$(call objects,client)) $(LIB)
UNIT_ROOMS    := $(notdir $(patsubst %/,%,$(dir $(wildcard tests/unit/*/test_*.c))))
UNIT_ROOMS    := $(sort $(UNIT_ROOMS))

$(BUILD)/tests/%.o: CFLAGS += -Wno-conversion -Wno-missing-prototypes -Itests/unit -Itests
# Criterion can't start under the thread sanitizer: tests/thread stands in for it.
RUNNER := -lcriterion
ifeq ($(MODE),thread)
RUNNER := $(BUILD)/tests/thread/runner.o
$(BUILD)/tests/%.o: CFLAGS += -Itests/thread
endif

define unit_rule
$(BUILD)/tests/unit-$(1): $(call objects,tests/unit/$(1)) $(UNIT_$(1)) $(filter %.o,$(RUNNER))
	$$(call say,LD,$$(@F))
	$(Q)$(CC) $(LDFLAGS) -o $$@ $$^ $(LIBS) $(filter -l%,$(RUNNER))
endef
$(foreach room,$(UNIT_ROOMS),$(eval $(call unit_rule,$(room))))
units: $(UNIT_ROOMS:%=$(BUILD)/tests/unit-%)

# Tools for scenarios and benches; fuzz targets, here only replaying their corpus.
$(BUILD)/tests/tools/%: $(BUILD)/tests/tools/%.o $(call objects,tests/tools/kit) $(DAEMON) $(LIB)
	$(call say,LD,$*)
	$(LINK)
$(BUILD)/tests/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o $(LIB)
	$(call say,LD,replay_$*)
	$(LINK)
$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(call objects,tests/bench/kit) $(DAEMON) $(LIB)
	$(call say,LD,$*)
	$(LINK)
# What a test or a bench puts before a program's own libraries, without a
# sanitizer's.
$(BUILD)/%.so: %.c
	$(call say,LD,$(@F))
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -D_GNU_SOURCE $(WARNINGS) -O1 -fPIC -fno-builtin -shared -o $@ $<
FUZZ    := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
replays: $(FUZZ:%=$(BUILD)/tests/fuzz/replay_%)
tools: $(patsubst %.c,$(BUILD)/%,$(wildcard tests/tools/*.c)) \
       $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/tools/preload/*.c))
benches: $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/*.c)) \
         $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/bench/preload/*.c))
.PHONY: replays benches

test: deps-build deps-test ## run every test: units, corpora, scenarios; ends with the count
	$(Q)tests/run

check: deps-build deps-check ## floors, formatting, static analysis, manuals
	$(Q)tests/check

fuzz: deps-build deps-fuzz ## fuzz every parser of foreign bytes (FUZZ_SECONDS each)
	$(Q)tests/fuzz/run

bench: deps-build deps-bench ## measure against nginx and others, as ratios in one run
	$(Q)$(MAKE) --no-print-directory programs tools benches
	$(Q)tests/bench/run

demo: deps-build deps-demo ## one household's plan from four organisations' nodes; SCENARIO=NAME, KEEP=1
	$(Q)$(MAKE) --no-print-directory -j2 programs translations $(BUILD)/tests/tools/ask
	$(Q)tests/demo $(SCENARIO)

# --- the rest ---------------------------------------------------------------
deps: deps-build deps-demo deps-test deps-check deps-fuzz deps-bench ## install every Debian package that anything here needs
deps-%:
	$(Q)packaging/install-packages $*

CATALOGUE := $(BUILD)/locale/nl/LC_MESSAGES/eenplan.mo
translations: $(CATALOGUE)
# What the client says, and what a node refuses: one catalogue for both.
$(CATALOGUE): client/po/nl.po daemon/po/nl.po
	$(call say,MSGFMT,$(@F))
	$(Q)mkdir -p $(@D)
	$(Q)msgcat --use-first $^ | msgfmt --check -o $@ -

MANUALS := $(patsubst packaging/%.scd,$(BUILD)/man/%,$(wildcard packaging/*.scd))
manuals: $(MANUALS)
# Its keys come from the table that the daemon reads its configuration by.
$(BUILD)/man/eenpland.conf.5: packaging/eenpland.conf.5.scd $(BUILD)/eenpland
	$(call say,SCDOC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(BUILD)/eenpland --print-manual | \
	  sed -e '/^@KEYS@$$/{r /dev/stdin' -e 'd}' $< | scdoc >$@
$(BUILD)/man/%: packaging/%.scd
	$(call say,SCDOC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)scdoc <$< >$@

format: deps-check ## put every source in the house's form
	$(Q)git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format-14 -i

PREFIX ?= /usr/local
install: all ## install programs, policy, manuals and the unit into DESTDIR/PREFIX
	$(Q)DESTDIR='$(DESTDIR)' packaging/install '$(BUILD)' '$(DESTDIR)$(PREFIX)'

clean: ## remove everything that was built
	rm -rf build

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
