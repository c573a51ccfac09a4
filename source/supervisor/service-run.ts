import type {Config} from '../core/config/config.js';
import {changedNames, fingerprint, type Fingerprint} from '../core/service/changed.js';
import {spokenLines} from '../core/service/last-words.js';
import type {ServiceAction, ServiceInput} from '../core/service/phase.js';
import type {ServiceId} from '../core/service/service.js';
import type {ServiceSpec} from '../core/service/spec.js';
import {ownerName} from '../io/port-owner.js';
import {identify, isAlive} from '../io/process-identity.js';
import type {ServiceLog} from '../io/service-log.js';
import type {SupervisorContext} from './context.js';
import {portOf, type CheckedRun} from './service-checks.js';
import {createServiceHolder, type Adoption, type RunEnd} from './service-holder.js';
import {createServiceLeft, type ServiceLeft} from './service-left.js';
import {describeLaunch, planLaunch, type ServiceLaunch} from './service-launch.js';
import {beginRun, type Beginning, type OneRun} from './service-one-run.js';

/** What a service runs as, one after the other: in a holder of ours, or, where somebody else started the same program, as that. */
export type ServiceRuns = {
	/** Whether it was there. */
	readonly adopt: (row: ServiceSpec, isWanted: boolean) => Promise<Adoption['status']>;
	readonly spawn: (action: Extract<ServiceAction, {readonly type: 'spawn'}>, row: ServiceSpec) => void;
	/** What was found running is told with this epoch. */
	readonly follow: (epoch: number) => void;
	readonly signal: (action: Extract<ServiceAction, {readonly type: 'signal'}>) => void;
	/** Ends what this start has made. */
	readonly discard: (epoch: number) => void;
	/** It is well for the first time. */
	readonly noteWell: () => void;
	/** A probe was answered, well or not. */
	readonly answered: (isWell: boolean) => void;
	/** What it was started with, its placeholders filled in. */
	readonly spec: () => ServiceSpec | undefined;
	/** As its probes see it. */
	readonly checked: () => CheckedRun | undefined;
	/** Whose program is used in its place, as it is. */
	readonly foreign: () => string | undefined;
	/** What its preparation has to say of it. */
	readonly note: () => string | undefined;
	/** What it printed last in the run that is over, once all of it is known. */
	readonly lastLines: () => Promise<readonly string[]>;
	/** In what that run was started otherwise than when it was well the last time. */
	readonly changed: () => readonly string[];
	/** What its runs have left behind. */
	readonly left: ServiceLeft;
	readonly leave: () => void;
};

type Options = {
	readonly context: SupervisorContext;
	readonly id: ServiceId;
	readonly log: ServiceLog;
	readonly config: () => Config;
	readonly mark: (text: string) => string;
	readonly redact: (text: string) => string;
	/** With what it was well the last time, from an earlier clutchd. */
	readonly good: Fingerprint | undefined;
	/** What it was started with is good. */
	readonly onGood: (good: Fingerprint) => void;
	readonly onInput: (input: ServiceInput) => void;
	/** Whether that start is still wanted. */
	readonly isWanted: (epoch: number) => boolean;
};

const crashLines = 50;
/** They are told to everybody who looks; the log has all of them. */
const longestLine = 400;
/** A preparer may ask the program for its arguments, which takes some of them seconds. */
const prepareMs = 55_000;
const overMs = 15_000;
/** One that nobody asks whether it is well has proved it by living so long, or until somebody ended it where the run before did not end by itself. */
const provenMs = 10_000;

export function createServiceRuns({context, id, log, config, mark, redact, good, onGood, onInput, isWanted}: Options): ServiceRuns {
	const {paths, clock, signal} = context;
	let run: OneRun | undefined;
	let starting: Promise<void> = Promise.resolve();
	let last: {readonly launch: ServiceLaunch; readonly lines: Promise<readonly string[]>; readonly crashed: boolean} | undefined;
	let lastGood = good;
	// Another state directory may be a copy of this one.
	const left = createServiceLeft({id: mark(`${paths.state} ${id}`), clock});

	const begin = (beginning: Beginning) => beginRun(beginning, {paths, id, log});

	const holder = createServiceHolder({context, id, log, redact, onExit(end, written) {
		const ended = run;
		if (ended === undefined) {
			return;
		}

		const {launch: {spec}, checked: {pid}, hurry, stopping} = ended;
		if (!stopping) {
			tell(ended, end, written);
			return;
		}

		// It is stopped when all that belongs to it has ended. Who is in its session is the business of its holder.
		void left.end(spec.stop, {hurry: hurry.signal, session: pid}).finally(() => {
			tell(ended, end, written);
		});
	}});

	const tell = (ended: OneRun, end: RunEnd, written: Promise<void>) => {
		const {epoch, firstLine, isWell, stopping, launch: {spec: {probes}}} = ended;
		if (isWell && stopping && last?.crashed !== true && Object.values(probes).every(probe => probe === undefined)) {
			noteGood(ended);
		}

		over(ended, written.then(() => spokenLines(log.lines(firstLine, crashLines).map(({text}) => text)).map(text => text.slice(0, longestLine))));
		onInput({type: 'exited', epoch, exit: end.exit, said: end.said, refusal: end.refusal, outOfMemory: end.detail?.includes('memory') === true});
	};

	const noteGood = ({launch}: OneRun) => {
		lastGood = fingerprint(launch, mark);
		onGood(lastGood);
	};

	const over = (ended: OneRun, lines: Promise<readonly string[]>) => {
		run = undefined;
		last = {launch: ended.launch, lines, crashed: !ended.stopping};
		ended.close();
		ended.over.resolve();
	};

	const start = async ({epoch, port}: {readonly epoch: number; readonly port: number | undefined}, row: ServiceSpec) => {
		if (run !== undefined) {
			await Promise.race([run.over.promise, new Promise<void>(resolve => {
				clock.after(overMs, resolve);
			})]);
		}

		const unwanted = () => {
			onInput({type: 'spawn-failed', epoch, reason: 'nobody wants it any more'});
		};

		if (!isWanted(epoch)) {
			unwanted();
			return;
		}

		await left.clear(row.stop);
		const plan = await planLaunch(row, {context: {...context, signal: AbortSignal.any([signal, AbortSignal.timeout(prepareMs)])}, config: config(), port, isLeft: left.has});
		if (!isWanted(epoch)) {
			unwanted();
			return;
		}

		switch (plan.type) {
			case 'refused': {
				onInput({type: 'refused', epoch, reason: plan.reason, choices: plan.choices});
				return;
			}

			case 'foreign': {
				const {launch, owner} = plan;
				const foreign = {text: owner === undefined ? 'another program' : ownerName(owner), identity: owner && identify(owner.pid)};
				run = begin({epoch, launch, pid: owner?.pid ?? 0, since: clock.now(), foreign, wasWell: false});
				onInput({type: 'spawned', epoch, pid: owner?.pid ?? 0, address: launch.address});
				return;
			}

			case 'start': {
				const {launch} = plan;
				const child = await holder.start({...launch, env: {...launch.env, ...left.env}});
				run = begin({epoch, launch, pid: child?.pid ?? 0, since: clock.now(), foreign: undefined, wasWell: false});
				onInput({type: 'spawned', epoch, pid: child?.pid ?? 0, address: launch.address});
			}
		}
	};

	/** Nothing of it is touched: it is only no longer used. */
	const letGo = (gone: OneRun, said: string) => {
		over(gone, Promise.resolve([]));
		onInput({type: 'exited', epoch: gone.epoch, exit: {type: 'code', code: 1}, said});
	};

	return {
		async adopt(row, wanted) {
			const adoption = await holder.adopt(wanted);
			if (adoption.status !== 'found') {
				log.rest();
				return adoption.status;
			}

			const {address, pid, startedAt, well} = adoption.held;
			const {launch} = describeLaunch(row, {context, port: portOf(address)});
			run = begin({epoch: -1, launch, pid, since: startedAt ?? clock.now(), foreign: undefined, wasWell: well});
			onInput({type: 'adopted', pid, runs: startedAt, address});
			return 'found';
		},
		spawn(action, row) {
			starting = starting.then(async () => {
				try {
					await start(action, row);
				} catch (error) {
					if (!signal.aborted) {
						context.log.write('error', 'a service could not be started', {service: id, error: error as Error});
						onInput({type: 'spawn-failed', epoch: action.epoch, reason: clauseOf(error as Error)});
					}
				}
			});
		},
		follow(epoch) {
			if (run !== undefined) {
				run.epoch = epoch;
			}
		},
		signal({epoch, signal: name, killMs}) {
			if (run?.epoch !== epoch) {
				return;
			}

			if (run.foreign !== undefined) {
				letGo(run, '');
				return;
			}

			if (name === 'SIGKILL') {
				run.hurry.abort();
			}

			if (run.stopping) {
				holder.signal(name);
			}

			run.stopping = true;
			holder.stop(name === 'SIGKILL' ? 0 : killMs, name === 'SIGKILL' ? undefined : name);
		},
		discard(epoch) {
			if (run?.epoch !== epoch) {
				return;
			}

			if (run.foreign === undefined) {
				holder.stop(0);
			} else {
				over(run, Promise.resolve([]));
			}
		},
		noteWell() {
			holder.noteWell();
			run?.tellAddress();
			if (run !== undefined) {
				const {launch: {spec: {probes}}} = run;
				const isAsked = (probes.startup ?? probes.readiness) !== undefined;
				const of = run;
				of.isWell = true;
				clock.after(isAsked ? 0 : provenMs, () => {
					if (run === of) {
						noteGood(of);
					}
				});
			}
		},
		answered(isWell) {
			if (isWell) {
				run?.tellAddress();
			} else if (run?.foreign?.identity !== undefined && !isAlive(run.foreign.identity)) {
				letGo(run, `${run.foreign.text}, which was used in its place, is gone`);
			}
		},
		spec: () => run?.launch.spec,
		checked: () => run?.checked,
		foreign: () => run?.foreign?.text,
		note: () => run?.launch.note,
		lastLines: async () => last?.lines ?? [],
		changed: () => last === undefined || lastGood === undefined ? [] : changedNames(lastGood, fingerprint(last.launch, mark)),
		left,
		leave: holder.leave,
	};
}

/** A sentence as it stands behind "because". */
function clauseOf({message}: Error): string {
	return message.replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase()).replace(/\.$/, '');
}
