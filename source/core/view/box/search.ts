import {agentCatalogue} from '../../launch/catalogue.js';
import {modes, routes} from '../../launch/grammar.js';
import type {Service} from '../../service/service.js';
import type {Session} from '../../session/session.js';
import {keymap, placeNames, type KeyRow, type Place} from '../keys/keymap.js';
import type {Copied} from '../copy/copied.js';
import type {Noted} from '../notices/notices.js';
import type {Layout} from '../panes/pane-tree.js';
import {sessionsIn} from '../panes/tree-edit.js';
import {lastPart} from '../text/format.js';
import {lastInstant} from '../text/session-state.js';
import type {Library, Page, Preference, RecentLaunch, Setting} from './library.js';
import {rank, useOf, type Findable} from './rank.js';
import {serviceDeeds, type ServiceDeed} from './service-deeds.js';

/** What can be found by its plain name. */
export type Found =
	| {readonly type: 'session'; readonly session: Session}
	/** By its number from 0, and what is in it. */
	| {readonly type: 'workspace'; readonly workspace: number; readonly names: string}
	| {readonly type: 'action'; readonly row: KeyRow}
	| {readonly type: 'service'; readonly deed: ServiceDeed}
	| {readonly type: 'launch'; readonly launch: RecentLaunch}
	| {readonly type: 'code'; readonly code: string; readonly text: string}
	| {readonly type: 'model'; readonly model: string}
	| {readonly type: 'setting'; readonly setting: Setting}
	| {readonly type: 'preference'; readonly preference: Preference}
	| {readonly type: 'keys'; readonly place: Place}
	| {readonly type: 'page'; readonly page: Page}
	| {readonly type: 'copied'; readonly copied: Copied}
	/** What was told by itself, to be read again. */
	| {readonly type: 'notice'; readonly notice: Noted};

type Entry = Findable & {readonly found: Found};

type Searched = {readonly sessions: readonly Session[]; readonly services?: readonly Service[] | undefined; readonly library: Library; readonly notices: readonly Noted[]; readonly layout: Layout; readonly copied?: readonly Copied[]};

const nothing: readonly Copied[] = [];

/** What was made last: one key asks several times for the same, and the next one for another word among the same. It changes no answer. */
let made: (Searched & {readonly all: readonly Entry[]; query: string | undefined; found: readonly Found[]}) | undefined;

/** Everything the program can do, by its plain name, the best first. */
export function search(query: string, {sessions, services, library, notices, layout, copied = nothing}: Searched): readonly Found[] {
	if (made?.sessions !== sessions || made.services !== services || made.library !== library || made.notices !== notices || made.layout !== layout || made.copied !== copied) {
		made = {sessions, services, library, notices, layout, copied, all: entriesOf({sessions, services, library, notices, layout, copied}), query: undefined, found: []};
	}

	if (made.query !== query) {
		made.query = query;
		made.found = rank(made.all, query).map(({found}) => found);
	}

	return made.found;
}

function entriesOf({sessions, services = [], library, notices, layout, copied = nothing}: Searched): readonly Entry[] {
	const newest = Math.max(0, ...library.recents.map(({at}) => at), ...sessions.map(session => lastInstant(session)));
	return [
		...sessions.map(session => entry({type: 'session', session}, {name: session.name, words: `${session.title} ${session.recipe.code ?? ''} ${session.cwd} ${session.message ?? ''}`, use: useOf({at: lastInstant(session), count: 1}, newest)})),
		...workspacesOf(layout, sessions),
		...library.recents.map(launch => entry({type: 'launch', launch}, {name: `${launch.code} ${lastPart(launch.cwd)}`, words: `${launch.cwd} ${launch.conversation ?? ''} recent`, use: useOf(launch, newest)})),
		...actions.map(row => entry({type: 'action', row}, {name: row.label, words: row.action.replaceAll('-', ' ')})),
		...serviceDeeds(services).map(deed => entry({type: 'service', deed}, {name: deed.name, words: `service ${deed.title}`})),
		...codes.map(({code, text}) => entry({type: 'code', code, text}, {name: code, words: text})),
		...library.preferences.map(preference => entry({type: 'preference', preference}, {name: preference.name, words: `preference setting ${preference.value}`})),
		...library.models.map(model => entry({type: 'model', model}, {name: model, words: 'model'})),
		...library.settings.map(setting => entry({type: 'setting', setting}, {name: setting.key, words: `setting ${setting.value}`})),
		...keyPlaces.map(place => entry({type: 'keys', place}, {name: `keys: ${placeNames[place]}`, words: 'help'})),
		...library.pages.map(page => entry({type: 'page', page}, {name: page.title, words: `help ${page.file}`})),
		...copied.map(each => entry({type: 'copied', copied: each}, {name: `copies ${each.start}`, words: 'paste clipboard'})),
		...notices.map(notice => entry({type: 'notice', notice}, {name: notice.text, words: 'problems notices'})),
	];
}

/** Where there is one only, everybody is in it. */
function workspacesOf({workspaces}: Layout, sessions: readonly Session[]): readonly Entry[] {
	return workspaces.length < 2 ? [] : workspaces.map(({tree}, workspace) => {
		const names = sessionsIn(tree).map(id => sessions.find(session => session.id === id)?.name).filter(name => name !== undefined).join(', ');
		return entry({type: 'workspace', workspace, names}, {name: `workspace ${workspace + 1}`, words: names});
	});
}

function entry(found: Found, {name, words, use = 0}: {readonly name: string; readonly words: string; readonly use?: number}): Entry {
	const plain = name.toLowerCase();
	return {found, name: plain, words: `${plain} ${words.toLowerCase()}`, use};
}

/** Moving about and answering are no things to look for. */
const unfindable: ReadonlySet<string> = new Set(['next', 'previous', 'enter', 'number', 'back', 'yes', 'answer', 'search']);
const startPlaces: ReadonlySet<Place> = new Set(['home', 'box', 'ended']);
const actions = keymap.filter((row, index) => !unfindable.has(row.action) && row.places.some(place => startPlaces.has(place)) && keymap.findIndex(other => other.action === row.action && other.label === row.label) === index);
const keyPlaces = Object.keys(placeNames) as readonly Place[];

/** Every agent with every mode and route, as they are typed. */
const codes = agentCatalogue.flatMap(agent => modes.flatMap(mode => routes.map(route => ({code: `${agent.letter}${mode.letter}${route.letter}`, text: `${agent.title} · ${mode.text} · ${route.text}`}))));

