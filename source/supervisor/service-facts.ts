import type {SpecProblem} from '../core/service/merge-row.js';
import {isUnasked} from '../core/service/probing.js';
import type {ServiceAction} from '../core/service/phase.js';
import type {CrashFacts, ServiceFacts, ServiceFigure} from '../core/service/service.js';
import type {ServiceSpec} from '../core/service/spec.js';
import type {SupervisorContext} from './context.js';
import type {SeenRow} from './service-row.js';
import type {ServiceRuns} from './service-run.js';
import type {ServiceVersions} from './service-versions.js';

/** What is known of a service beyond its state, as it becomes known. */
export type ServiceAbout = {
	readonly facts: (seen: Seen) => ServiceFacts;
	readonly crashed: (action: Extract<ServiceAction, {readonly type: 'crashed'}>) => void;
	/** Its program runs: now it may be asked for its version. */
	readonly runs: (row: ServiceSpec) => void;
	/** What the process of that number said of itself. */
	readonly figures: (figures: readonly ServiceFigure[], pid: number) => void;
};

type Seen = SeenRow & {
	/** Undefined where no process of it runs. */
	readonly pid: number | undefined;
	readonly installed: boolean;
	/** That what it prints is not kept on the disk, why, and what helps. */
	readonly logTrouble: string | undefined;
};

type Options = {
	readonly context: Pick<SupervisorContext, 'clock' | 'signal'>;
	readonly runs: Pick<ServiceRuns, 'changed' | 'foreign' | 'lastLines' | 'note' | 'spec'>;
	readonly versions: ServiceVersions;
	readonly onChange: () => void;
};

export function createServiceAbout({context: {clock, signal}, runs, versions, onChange}: Options): ServiceAbout {
	let version: string | undefined;
	let crash: CrashFacts | undefined;
	let figures: {readonly of: number; readonly list: readonly ServiceFigure[]} | undefined;

	/** What it printed last may still be on its way into the log: that it crashed is told before. */
	const addLines = async (of: CrashFacts) => {
		const lines = await runs.lastLines();
		if (crash === of && !signal.aborted) {
			crash = {...of, lines};
			onChange();
		}
	};

	const askVersion = async (row: ServiceSpec) => {
		const answer = await versions.ask(row);
		if (answer !== undefined && answer !== version && !signal.aborted) {
			version = answer;
			onChange();
		}
	};

	return {
		facts({row, installed, pid, ...seen}) {
			const foreign = runs.foreign();
			return {
				kind: row.kind,
				enabled: row.enabled,
				installed,
				port: row.port?.number,
				version,
				dependsOn: row.dependsOn.map(({id}) => id),
				// They count since their process began: of another one, or none, they would say what is not.
				figures: figures === undefined || figures.of !== pid ? [] : figures.list,
				crash,
				...isUnasked(runs.spec() ?? row) ? {unasked: true} : {},
				foreign,
				note: noteOf(foreign, {...seen, pid}) ?? runs.note(),
			};
		},
		crashed({exit, text}) {
			crash = {at: clock.now(), exit, text, lines: [], changed: runs.changed()};
			onChange();
			void addLines(crash);
		},
		runs(row) {
			void askVersion(row);
		},
		figures(list, pid) {
			figures = {of: pid, list};
			onChange();
		},
	};
}

function noteOf(foreign: string | undefined, {pid, isListed, isChanged, problem, remark, logTrouble}: Omit<Seen, 'row' | 'installed'>): string | undefined {
	if (logTrouble !== undefined) {
		return `${logTrouble}${pid === undefined ? '' : '; it runs on'}`;
	}

	if (foreign !== undefined) {
		return `${foreign} was started by somebody else and is used as it is`;
	}

	if (!isListed) {
		return 'its row is gone from the config; it goes on until it is stopped';
	}

	if (problem !== undefined) {
		// One that rests has it as its reason.
		return pid === undefined ? undefined : `it runs on as it was started, but its row is wrong now: ${toldText(problem)}`;
	}

	return isChanged ? 'its row in the config has changed; a restart applies it' : (remark && toldText(remark));
}

function toldText({text, next}: SpecProblem): string {
	return `${text} ${next}`.replace(/\.$/, '');
}
