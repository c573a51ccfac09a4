import {shownServices} from '../../service/shown.js';
import {addCommand, verbsOf, type ServiceVerb} from '../../service/verbs.js';
import {watchSpans} from '../../usage/figures.js';
import {sentenceName} from '../text/service-lines.js';
import {openLog} from './log-pane.js';
import {chosenService, isSameRow, shownEntries, toldService, type Watch, type WatchDetail, type WatchFacts, type WatchKey, type WatchRow, type WatchStep, type WatchTable} from './watch.js';

const steps = {next: 1, previous: -1, 'page-down': 10, 'page-up': -10} as const;
const tables: readonly WatchTable[] = ['models', 'sessions', 'profiles'];

/** One key of Watch. */
export function pressWatch(watch: Watch, key: WatchKey, facts: WatchFacts): WatchStep {
	if (watch.detail !== undefined) {
		return inDetail(watch, watch.detail, {key, facts});
	}

	switch (key) {
		case 'next':
		case 'previous':
		case 'page-down':
		case 'page-up': {
			return stay(move(watch, steps[key], facts));
		}

		case 'first': {
			return stay({...watch, selected: undefined, anchor: undefined});
		}

		case 'enter': {
			return enter(watch, facts);
		}

		case 'back': {
			return {...stay(watch), leaves: true};
		}

		case 'range': {
			return asked({...watch, span: after(watchSpans, watchSpans.findIndex(({spanMs}) => spanMs === watch.span.spanMs)) ?? watch.span});
		}

		case 'filter': {
			const sessions = [undefined, ...facts.sessions.map(({id}) => id)];
			return asked({...watch, session: after(sessions, sessions.indexOf(watch.session))});
		}

		case 'table': {
			return stay({...watch, table: after(tables, tables.indexOf(watch.table)) ?? 'models'});
		}

		case 'all': {
			return stay({...watch, list: watch.list === 'all' ? 'notable' : 'all', selected: undefined, anchor: undefined});
		}

		case 'chart': {
			return stay({...watch, chart: watch.chart === 'small' ? 'large' : 'small'});
		}

		case 'log': {
			const service = chosenService(watch, facts);
			return service === undefined ? {...stay(watch), note: 'There is no service.'} : readLog(watch, service.id);
		}

		case 'start':
		case 'stop':
		case 'restart':
		case 'kill':
		case 'retry': {
			return serve(watch, key, facts);
		}
	}
}

type ServiceKey = Extract<WatchKey, 'start' | 'stop' | 'restart' | 'kill' | 'retry'>;

const verbOfKey: Readonly<Record<ServiceKey, ServiceVerb>> = {start: 'start', stop: 'stop', restart: 'restart', kill: 'hurry', retry: 'start'};
const refusals: Readonly<Record<ServiceKey, string>> = {start: 'runs already', stop: 'does not run', restart: 'does not run', kill: 'is not being stopped', retry: 'is not parked'};

/** Only what is seen to be meant: the service under the cursor, whose log it is, or the one that rests. */
function serve(watch: Watch, key: ServiceKey, {services}: WatchFacts): WatchStep {
	const service = toldService(watch, services);
	if (service === undefined) {
		return {...stay(watch), note: services.length === 0 ? 'There is no service.' : 'Choose a service first, with the arrows or a click.'};
	}

	const {id, facts, state: {status}} = service;
	const name = sentenceName(service);
	const command = addCommand(service);
	if (command !== undefined && status === 'stopped') {
		return {...stay(watch), note: `${name} is not installed. To add it, run in a shell: ${command}`};
	}

	if (facts?.kind === 'tool') {
		return {...stay(watch), note: `${name} has no process of its own: agents run it.`};
	}

	const verb = verbOfKey[key];
	const fits = verbsOf(service).includes(verb) && (key !== 'retry' || status === 'parked' || status === 'backing-off' || status === 'stopped');
	return fits ? {...stay(watch), serves: {verb, id}} : {...stay(watch), note: `${name} ${key === 'stop' && status === 'stopping' ? 'is being stopped' : refusals[key]}.`};
}

function inDetail(watch: Watch, detail: WatchDetail, {key, facts}: {readonly key: WatchKey; readonly facts: WatchFacts}): WatchStep {
	switch (key) {
		case 'next':
		case 'previous':
		case 'page-down':
		case 'page-up': {
			return stay(detail.type === 'log' ? watch : {...watch, detail: {...detail, scroll: Math.max(0, detail.scroll + steps[key])}});
		}

		case 'back': {
			return stay({...watch, detail: undefined});
		}

		case 'start':
		case 'stop':
		case 'restart':
		case 'kill':
		case 'retry': {
			return detail.type === 'log' ? serve(watch, key, facts) : stay(watch);
		}

		case 'log':
		case 'first':
		case 'enter':
		case 'range':
		case 'filter':
		case 'table':
		case 'all':
		case 'chart': {
			return stay(watch);
		}
	}
}

function enter(watch: Watch, facts: WatchFacts): WatchStep {
	const selected = watch.selected ?? rowsOf(watch, facts).find(({type}) => type === 'entry');
	if (selected?.type === 'service') {
		return readLog(watch, selected.id);
	}

	const entry = watch.entries.find(({number}) => number === selected?.number);
	return entry === undefined ? {...stay(watch), note: 'There is nothing to open.'} : stay({...watch, ...selected === watch.selected ? {} : cursor(watch, selected), detail: {type: 'entry', entry, scroll: 0}});
}

function readLog(watch: Watch, id: string): WatchStep {
	return {watch: {...watch, detail: openLog(id)}, effects: [{type: 'read-log', id}]};
}

/** A click on a row goes there; one on the row under the cursor opens it. */
export function clickWatch(watch: Watch, row: WatchRow, facts: WatchFacts): WatchStep {
	return isSameRow(watch.selected, row) ? enter(watch, facts) : stay({...watch, ...cursor(watch, row)});
}

function rowsOf(watch: Watch, {services}: WatchFacts): readonly WatchRow[] {
	return [...shownServices(services).map(({id}): WatchRow => ({type: 'service', id})), ...shownEntries(watch).map(({number}): WatchRow => ({type: 'entry', number}))];
}

function move(watch: Watch, by: number, facts: WatchFacts): Watch {
	const rows = rowsOf(watch, facts);
	const {selected} = watch;
	const at = rows.findIndex(row => isSameRow(row, selected));
	// The first step goes among the entries, which is what is looked for most.
	const first = Math.max(0, rows.findIndex(({type}) => type === 'entry'));
	const next = at === -1 ? (by > 0 ? first : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
	return {...watch, ...cursor(watch, rows[next])};
}

function cursor(watch: Watch, selected: WatchRow | undefined): Pick<Watch, 'selected' | 'anchor'> {
	return {selected, anchor: selected?.type === 'entry' ? watch.anchor ?? watch.entries[0]?.number : undefined};
}

/** What was told of another window or session is not what is asked for now. */
function asked(watch: Watch): WatchStep {
	return {watch: {...watch, figures: undefined, entries: [], selected: undefined, anchor: undefined}, effects: [{type: 'ask'}]};
}

function after<Value>(values: readonly Value[], at: number): Value | undefined {
	return values[(at + 1) % values.length];
}

function stay(watch: Watch): WatchStep {
	return {watch, effects: []};
}
