# The maintainers' verbs. Nothing here is needed to run or to test the site: see README.md.
.DEFAULT_GOAL := help
.PHONY: bench-cpu bench-replicas bench-import soak lighthouse help run test check lint format types imports bench bench-growth figures bench-read-more bench-counting bench-spam chaos-counting translate tools faults kill-workers fuzz fuzz-api upgrade-drill overload

PYTHON ?= python3
VNU = vnu-jar@26.9.27
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r verb does; do printf '  make %-16s %s\n' "$$verb" "$$does"; done

run: ## run the site, and start it again when code changes
	$(PYTHON) manage.py dev --reload

test: ## the whole suite
	$(PYTHON) manage.py test

check: test lint ## everything that must pass before a change lands

lint: ## formatting, linting, templates, types, imports, security, migrations, deployment settings
	$(PYTHON) manage.py lint

format: ## format the code and repair what tools can repair
	$(PYTHON) manage.py lint --fix format ruff templates

types: ## types alone
	$(PYTHON) manage.py lint types

imports: ## import contracts alone
	$(PYTHON) manage.py lint imports

bench: ## how fast pages are made, as shares of a bare Django view (needs wrk; QUICK=1 for a short run)
	$(PYTHON) manage.py bench

bench-cpu: ## what one request of each kind costs in processor time and queries (a minute; ARGS=--profile=article)
	$(PYTHON) manage.py bench_cpu $(ARGS)

bench-replicas: ## what a page costs the primary, with a replica and without (two minutes)
	$(PYTHON) manage.py bench_replicas

bench-growth: ## the same pages at 1,000 to 1,000,000 posts, against those at 1,000 (half an hour; QUICK=1 for up to 10,000)
	$(PYTHON) manage.py bench_growth

figures: ## all speed figures of the README: bench, growth, soak; writes benchmarks/results and prints the tables (an hour; QUICK=1)
	$(PYTHON) manage.py bench_figures

bench-counting: ## how fast events are counted, against a bare view and Redis alone (QUICK=1 for a short run)
	$(PYTHON) manage.py bench_counting

chaos-counting: ## kill everything while events come in, and prove that each counts once (a minute; ARGS="--drain-kills 1000")
	$(PYTHON) manage.py chaos_counting $(ARGS)

faults: ## stop each server under the running site, and see what readers and writers get (ARGS=10 for more rounds)
	$(PYTHON) manage.py faults $(ARGS)

bench-import: ## take in a made-up export of WordPress of 100 MB, killed half-way, and again (MB=10 for less)
	$(PYTHON) manage.py bench_import $(MB)

kill-workers: ## kill two workers at random, a hundred times, and prove that nothing is lost or done twice (a quarter of an hour; ARGS=20)
	$(PYTHON) manage.py kill_workers $(ARGS)

upgrade-drill: ## put this version on line in place of an older one, under load, behind nginx (five minutes; needs nginx-light; ARGS="--from v1.0")
	$(PYTHON) manage.py upgrade_drill $(ARGS)

overload: ## ask three times as much as the site can do, and see that it sheds politely and recovers (three minutes; needs nginx-light)
	$(PYTHON) manage.py overload

fuzz: ## a hundred thousand made-up inputs at every door, then the API (half an hour; ARGS="--without-api --cases 5000")
	$(PYTHON) manage.py fuzz $(ARGS)

fuzz-api: ## ask the API all that can be made up from its description, in every role (a quarter of an hour; MINUTES=60 for more)
	$(PYTHON) manage.py fuzz_api $(MINUTES)

bench-read-more: ## how good recommendations are, and how their cost grows (needs BROADSHEET_EVAL_DATA; QUICK=1 for a short run)
	$(PYTHON) manage.py bench_read_more $(ARGS)

bench-spam: ## how well and how fast spam is told, on texts not seen before (needs BROADSHEET_EVAL_DATA)
	$(PYTHON) manage.py bench_spam

soak: ## ten minutes of load: nothing grows, nothing fails, every count is exact (MINUTES=1 for a short run)
	$(PYTHON) manage.py soak

lighthouse: ## how Google's checker rates the feed and an article on a slow phone (needs npm and Chromium; ARGS=--runs=5)
	npm install --no-save --no-audit --no-fund --silent --prefix .local/tools/lighthouse lighthouse@12.8.2
	$(PYTHON) manage.py lighthouse $(ARGS)

translate: ## collect the words to translate (needs GNU gettext)
	$(PYTHON) manage.py makemessages --all --no-location --no-obsolete --ignore=.venv --ignore=.local --ignore=var --ignore=tests

tools: ## install the HTML checker of the suite (needs npm and Java)
	npm install --no-save --no-audit --no-fund --silent --prefix .local/tools/vnu $(VNU)
