import type {Service} from '../../service/service.js';
import {watchSpans} from '../../usage/figures.js';
import {chosenService, shownEntries, shownServices, type Watch, type WatchDetail, type WatchFacts, type WatchKey, type WatchRow, type WatchStep, type WatchTable} from './watch.js';

const steps = {next: 1, previous: -1, 'page-down': 10, 'page-up': -10} as const;
const tables: readonly WatchTable[] = ['models', 'sessions', 'profiles'];

/** One key of Watch. */
export function pressWatch(watch: Watch, key: WatchKey, facts: WatchFacts): WatchStep {
	if (watch.detail !== undefined) {
		return inDetail(watch, watch.detail, key);
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
			return service === undefined ? {...stay(watch), note: 'There is no service.'} : openLog(watch, service.id);
		}

		case 'retry': {
			return retry(watch, chosenService(watch, facts));
		}
	}
}

function retry(watch: Watch, service: Service | undefined): WatchStep {
	if (service === undefined) {
		return {...stay(watch), note: 'There is no service.'};
	}

	const {status} = service.state;
	return status === 'parked' || status === 'stopped' ? {...stay(watch), effects: [{type: 'retry', id: service.id}]} : {...stay(watch), note: `${service.title} is not parked.`};
}

function inDetail(watch: Watch, detail: WatchDetail, key: WatchKey): WatchStep {
	const scrolled = (by: number): WatchStep => stay({...watch, detail: {...detail, scroll: Math.max(0, detail.scroll + by)}});
	// A log is read from its end.
	const down = detail.type === 'log' ? -1 : 1;
	switch (key) {
		case 'next':
		case 'previous':
		case 'page-down':
		case 'page-up': {
			return scrolled(steps[key] * down);
		}

		case 'back': {
			return {...stay({...watch, detail: undefined}), leaves: detail.type === 'log' && detail.over === true};
		}

		case 'log': {
			return detail.type === 'log' ? {...stay(watch), effects: [{type: 'read-log', id: detail.id}]} : stay(watch);
		}

		case 'first':
		case 'enter':
		case 'range':
		case 'filter':
		case 'table':
		case 'all':
		case 'chart':
		case 'retry': {
			return stay(watch);
		}
	}
}

function enter(watch: Watch, facts: WatchFacts): WatchStep {
	const selected = watch.selected ?? rowsOf(watch, facts).find(({type}) => type === 'entry');
	if (selected?.type === 'service') {
		return openLog(watch, selected.id);
	}

	const entry = watch.entries.find(({number}) => number === selected?.number);
	return entry === undefined ? {...stay(watch), note: 'There is nothing to open.'} : stay({...watch, ...selected === watch.selected ? {} : cursor(watch, selected), detail: {type: 'entry', entry, scroll: 0}});
}

function openLog(watch: Watch, id: string): WatchStep {
	return {watch: {...watch, detail: {type: 'log', id, lines: undefined, scroll: 0}}, effects: [{type: 'read-log', id}]};
}

function rowsOf(watch: Watch, {services}: WatchFacts): readonly WatchRow[] {
	return [...shownServices(services).map(({id}): WatchRow => ({type: 'service', id})), ...shownEntries(watch).map(({number}): WatchRow => ({type: 'entry', number}))];
}

function move(watch: Watch, by: number, facts: WatchFacts): Watch {
	const rows = rowsOf(watch, facts);
	const {selected} = watch;
	const at = selected === undefined ? -1 : rows.findIndex(row => row.type === selected.type && (row.type === 'service' ? selected.type === 'service' && row.id === selected.id : selected.type === 'entry' && row.number === selected.number));
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
