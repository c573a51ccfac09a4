import type {Session} from '../../source/core/session/session.js';
import type {Clock} from '../../source/io/clock.js';
import type {Disk} from '../../source/io/disk.js';
import {openManifest, type Manifest} from '../../source/io/manifest.js';
import type {JournalFact} from '../../source/core/session/journal.js';
import {createMemoryDisk, survivals, type MemoryDisk} from './memory-disk.js';
import {sessionWith} from './sessions.js';

const folder = '/manifest';

/** Short, so that a journal gets long in a few lines. */
const longJournal = 8;

/** What is told to a manifest, and what of it was known to be safe. */
export type Told = {
	/** Names of sessions that were safe, by id. */
	readonly safe: Map<string, string>;
	/** Ids whose end was safe. */
	readonly gone: Set<string>;
	/** Everything that was said, safe or not. */
	readonly said: Map<string, Set<string>>;
	readonly saidGone: Set<string>;
};

/** A clock whose timers go off when it is told so. */
export function manualClock(): Clock & {readonly ring: () => void} {
	let waiting: Array<() => void> = [];
	return {
		now: () => 5000,
		monotonic: () => 0,
		after(_, callback) {
			waiting.push(callback);
			return () => {
				waiting = waiting.filter(each => each !== callback);
			};
		},
		ring() {
			const due = waiting;
			waiting = [];
			for (const callback of due) {
				callback();
			}
		},
	};
}

export type Story = {readonly name: string; readonly disk: () => MemoryDisk; readonly tell: (say: (fact: JournalFact) => void) => void; readonly known: ReadonlyMap<string, string>};

export function session(id: string, name = id): Session {
	return sessionWith({id, name, state: {status: 'live', pid: 5, since: 0}});
}

const created = (id: string): JournalFact => ({type: 'created', session: session(id)});
const line = (fact: JournalFact, sequence: number) => `${JSON.stringify({...fact, sequence, at: 0})}\n`;

/** Lives of a manifest in which everything happens that it does to a disk. */
export const stories: readonly Story[] = [
	{
		name: 'an empty folder',
		known: new Map(),
		disk: () => createMemoryDisk(),
		tell(say) {
			say(created('a'));
			say({type: 'renamed', id: 'a', name: 'api'});
			say(created('b'));
			say(created('c'));
			say({type: 'closed', id: 'b'});
			say({type: 'renamed', id: 'c', name: 'cli'});
		},
	},
	{
		name: 'a journal that gets long, and five generations before it',
		known: new Map([['old', 'old'], ['first', 'line 8']]),
		disk() {
			const older = Object.fromEntries([1, 2, 3, 4].flatMap(number => [
				[`${folder}/snapshot-${number}.json`, JSON.stringify({sequence: number, sessions: number === 1 ? [session('old'), session('gone')] : [session('old')], ...(number === 1 ? {} : {gone: ['gone']})})],
				[`${folder}/journal-${number}.jsonl`, line({type: 'closed', id: 'gone'}, number + 1)],
			]));
			const facts: readonly JournalFact[] = [created('first'), ...Array.from({length: 7}, (_, index): JournalFact => ({type: 'renamed', id: 'first', name: `line ${index + 2}`}))];
			return createMemoryDisk({...older, [`${folder}/snapshot-5.json`]: JSON.stringify({sequence: 5, sessions: [session('old')], gone: ['gone']}), [`${folder}/journal-5.jsonl`]: facts.map((fact, index) => line(fact, index + 6)).join('')});
		},
		tell(say) {
			say(created('a'));
			say(created('b'));
			say({type: 'closed', id: 'a'});
		},
	},
	{
		name: 'a snapshot that is none and a journal that was cut off',
		known: new Map([['old', 'renamed'], ['kept', 'kept']]),
		disk: () => createMemoryDisk({
			[`${folder}/snapshot-1.json`]: JSON.stringify({sequence: 1, sessions: [session('gone')]}),
			[`${folder}/journal-1.jsonl`]: line(created('old'), 2) + line({type: 'closed', id: 'gone'}, 3) + '{"type":"renamed","id":',
			[`${folder}/snapshot-2.json`]: '{"sequence":3,"sess',
			[`${folder}/journal-2.jsonl`]: line({type: 'renamed', id: 'old', name: 'renamed'}, 4) + line(created('kept'), 5),
		}),
		tell(say) {
			say(created('a'));
			say({type: 'expired', id: 'a'});
			say(created('b'));
		},
	},
];

export function openOn(disk: Disk, {clock = manualClock(), onTrouble}: {readonly clock?: Clock; readonly onTrouble?: Parameters<typeof openManifest>[0]['onTrouble']} = {}): Manifest {
	return openManifest({folder, clock, disk, longJournal, ...(onTrouble === undefined ? {} : {onTrouble})});
}

/** Tells a story to a disk, and notes what was acknowledged. `meanwhile` happens before it is over. */
export function tellStory({known, tell}: Story, {disk, clock, meanwhile}: {readonly disk: MemoryDisk; readonly clock: Clock; readonly meanwhile?: (manifest: Manifest) => void}): Told {
	const told: Told = {safe: new Map(known), gone: new Set(), said: new Map([...known].map(([id, name]) => [id, new Set([name])])), saidGone: new Set()};
	const manifest = openOn(disk, {clock});
	const all: JournalFact[] = [];
	const acknowledge = () => {
		if (disk.stopped() || manifest.trouble() !== undefined) {
			return;
		}

		for (const fact of all.splice(0)) {
			note(told, {fact, isSafe: true});
		}
	};

	tell(fact => {
		note(told, {fact, isSafe: false});
		manifest.append(fact);
		all.push(fact);
		acknowledge();
	});
	meanwhile?.(manifest);
	acknowledge();
	manifest.close();
	return told;
}

function note({safe, gone, said, saidGone}: Told, {fact, isSafe}: {readonly fact: JournalFact; readonly isSafe: boolean}): void {
	switch (fact.type) {
		case 'created': {
			const {id, name} = fact.session;
			said.set(id, new Set([name]));
			if (isSafe) {
				safe.set(id, name);
			}

			break;
		}

		case 'renamed': {
			said.get(fact.id)?.add(fact.name);
			if (isSafe) {
				safe.set(fact.id, fact.name);
			}

			break;
		}

		case 'closed':
		case 'expired': {
			saidGone.add(fact.id);
			if (isSafe) {
				safe.delete(fact.id);
				gone.add(fact.id);
			}

			break;
		}

		case 'started':
		case 'restarted':
		case 'spoke':
		case 'conversation':
		case 'parked':
		case 'ended':
		case 'host-lost':
		case 'boot': {
			break;
		}
	}
}

/** What a manifest that is opened after a crash says that it should not, and does not say that it should. */
export function contradictions(disk: MemoryDisk, told: Told): readonly string[] {
	const found: string[] = [];
	for (const time of ['first', 'second']) {
		const manifest = openOn(disk);
		const names = new Map(manifest.sessions().map(({id, name}) => [id, name]));
		for (const [id, name] of told.safe) {
			const now = names.get(id);
			if (now === undefined ? !told.saidGone.has(id) : (now !== name && !told.said.get(id)?.has(now))) {
				found.push(`${id} is ${now ?? 'missing'} instead of ${name} at the ${time} look`);
			}
		}

		for (const id of names.keys()) {
			if (told.gone.has(id) || !told.said.has(id)) {
				found.push(`${id} is there at the ${time} look`);
			}
		}

		// What was said later must not give way to what was said before it.
		for (const [id, name] of told.safe) {
			const order = [...told.said.get(id) ?? []];
			if (names.has(id) && order.indexOf(names.get(id) ?? '') < order.indexOf(name)) {
				found.push(`${id} has gone back to ${names.get(id)} at the ${time} look`);
			}
		}

		if (manifest.trouble() !== undefined) {
			found.push(`it is in trouble: ${manifest.trouble()?.problem}`);
		}

		manifest.append({type: 'created', session: session('later')});
		told.said.set('later', new Set(['later']));
		told.safe.set('later', 'later');
		manifest.close();
	}

	told.said.delete('later');
	told.safe.delete('later');
	return found;
}

export type Interleaving = {readonly story: Story; readonly call: number; readonly how: 'stop' | 'half-stop' | 'last-byte'};

/** Every moment at which a crash can come in these stories. */
export function interleavings(): readonly Interleaving[] {
	return stories.flatMap(story => {
		const disk = story.disk();
		tellStory(story, {disk, clock: manualClock()});
		return Array.from({length: disk.calls()}, (_, index) => (['stop', 'half-stop', 'last-byte'] as const).map(how => ({story, call: index + 1, how}))).flat();
	});
}

/** Stops at that moment, and looks at what each kind of crash leaves. */
export function crashAt({story, call, how}: Interleaving): readonly string[] {
	const disk = story.disk();
	disk.setFault(number => number === call ? how : undefined);
	const told = tellStory(story, {disk, clock: manualClock()});
	return survivals.flatMap(survival => contradictions(disk.afterCrash(survival), told).map(problem => `${story.name}, ${how} at call ${call}, ${survival}: ${problem}`));
}

/** The disk refuses every call from this one on, until there is room again; then, while what was missed is written, it may stop for good. */
export type Refusal = {readonly story: Story; readonly call: number; readonly stopAfter: number | undefined};

/** What is missing after the disk was full for a while, or is full for good. */
export function refuseAt({story, call, stopAfter}: Refusal): {readonly problems: readonly string[]; readonly healing: number} {
	const disk = story.disk();
	const clock = manualClock();
	disk.setFault(number => number >= call ? 'ENOSPC' : undefined);
	let healing = 0;
	const problems: string[] = [];
	const told = tellStory(story, {
		disk,
		clock,
		meanwhile(manifest) {
			const begun = disk.calls();
			disk.setFault(number => stopAfter !== undefined && number - begun >= stopAfter ? 'half-stop' : undefined);
			clock.ring();
			healing = disk.calls() - begun;
			if (stopAfter === undefined && manifest.trouble() !== undefined) {
				problems.push(`it is still in trouble: ${manifest.trouble()?.problem}`);
			}
		},
	});
	const name = `${story.name}, no room from call ${call} on${stopAfter === undefined ? '' : `, stopped ${stopAfter} calls after there was`}`;
	return {problems: [...problems, ...survivals.flatMap(survival => contradictions(disk.afterCrash(survival), told).map(problem => `${survival}: ${problem}`))].map(problem => `${name}, ${problem}`), healing};
}

/** Every moment at which a disk can get full, and every one at which what was missed can be cut off. */
export function refusals(): readonly Refusal[] {
	return stories.flatMap(story => {
		const disk = story.disk();
		tellStory(story, {disk, clock: manualClock()});
		return Array.from({length: disk.calls()}, (_, index) => index + 1).flatMap(call => {
			const {healing} = refuseAt({story, call, stopAfter: undefined});
			return [undefined, ...Array.from({length: healing}, (_, index) => index + 1)].map(stopAfter => ({story, call, stopAfter}));
		});
	});
}
