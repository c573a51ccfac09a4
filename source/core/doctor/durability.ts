import {holderProtocol} from '../ipc/holder.js';
import {bad, info, ok, warn, type Finding} from './finding.js';

/** Why there is no scope for a holder; `scope`: there is one. */
export type ScopeAnswer = 'scope' | 'not-linux' | 'no-runtime-folder' | 'no-user-manager' | 'silent-user-manager' | 'no-systemd-run';

export type ScopeFacts = {
	readonly platform: string;
	readonly answer: ScopeAnswer;
	/** What the user's systemd started lives on when its user logs out. */
	readonly lingers: boolean | undefined;
	/** Whether logind ends what a login leaves behind; undefined where its settings cannot be read. */
	readonly killsAtLogout: boolean | undefined;
};

export type HolderFacts = {
	readonly id: string;
	readonly protocol: number;
	readonly scoped: boolean | undefined;
	readonly foreign: boolean;
};

export type PlaceFacts = {
	readonly run: string;
	/** Where the run directory would be, had a socket's path no end. */
	readonly wantedRun: string;
	/** Of the longest path of a socket in it. */
	readonly socketBytes: number;
	readonly runProblem: string | undefined;
	readonly state: string;
	readonly stateProblem: string | undefined;
	/** Undefined where the state folder is not there yet. */
	readonly freeBytes: number | undefined;
};

const reasons: Readonly<Record<Exclude<ScopeAnswer, 'scope' | 'not-linux'>, readonly [sentence: string, next: string]>> = {
	'no-runtime-folder': ['XDG_RUNTIME_DIR is not set, so no systemd of the user can be asked', 'Log in in the usual way rather than by su; in a container this is as it should be.'],
	'no-user-manager': ['there is no systemd of the user here', 'In a container this is as it should be.'],
	'silent-user-manager': ['the user\'s systemd does not answer', 'systemctl --user status may say why.'],
	'no-systemd-run': ['systemd-run is not installed', 'Install systemd\'s own tools.'],
};

export function examineScope({platform, answer, lingers, killsAtLogout}: ScopeFacts): readonly Finding[] {
	if (answer === 'not-linux') {
		return [info('systemd', `There is no systemd on ${platform}; sessions live until you log out or the machine ends.`, 'clutch service install has clutchd started at every login.')];
	}

	if (answer === 'scope') {
		return [
			ok('systemd', 'The user\'s systemd runs: every session is started in a scope of its own, which the end of a login does not reach.'),
			lingers === true
				? ok('systemd.linger', 'Lingering is on: sessions live on when the last login ends.')
				: warn('systemd.linger', 'Lingering is off: the user\'s systemd ends with the last login, and sessions with it.', 'loginctl enable-linger lets them live on.'),
		];
	}

	const [sentence, next] = reasons[answer];
	return [
		info('systemd', `Sessions get no scope of their own: ${sentence}.`, next),
		...(killsAtLogout === true ? [warn('systemd.logout', 'logind is set to end what a login leaves behind (KillUserProcesses=yes), and without a scope sessions are among that.', 'Have the user\'s systemd run (libpam-systemd), then loginctl enable-linger.')] : []),
		...(killsAtLogout === false ? [ok('systemd.logout', 'logind leaves alone what a login leaves behind (KillUserProcesses=no).')] : []),
	];
}

export function examineHolders(holders: readonly HolderFacts[]): readonly Finding[] {
	if (holders.length === 0) {
		return [ok('holders', 'No session or service lives.')];
	}

	const known = holders.filter(({scoped}) => scoped !== undefined);
	const scoped = known.filter(each => each.scoped === true).length;
	const older = holders.filter(({protocol}) => protocol < holderProtocol.maximum);
	const foreign = holders.filter(each => each.foreign);
	return [
		ok('holders', `${count(holders.length, 'holder')} ${holders.length === 1 ? 'lives' : 'live'}${known.length === 0 ? '' : `, ${scoped} of them in scopes of their own`}.`),
		...(older.length === 0 ? [] : [info('holders.protocol', `${count(older.length, 'holder')} of an earlier version (protocol ${Math.min(...older.map(({protocol}) => protocol))}) ${older.length === 1 ? 'goes' : 'go'} on working: ${names(older)}.`, 'Nothing has to be done; the next start of each is of this version.')]),
		...(foreign.length === 0 ? [] : [info('holders.install', `${count(foreign.length, 'holder')} ${foreign.length === 1 ? 'was' : 'were'} started by another install of Clutch: ${names(foreign)}.`, 'Nothing has to be done.')]),
	];
}

/** A path of a socket holds so many bytes, the closing zero not counted (Linux 107, macOS 103). */
const longestSocket = 103;
const lowBytes = 200 * 1024 * 1024;

export function examinePlaces({run, wantedRun, socketBytes, runProblem, state, stateProblem, freeBytes}: PlaceFacts): readonly Finding[] {
	return [
		runProblem === undefined
			? ok('run', `Sockets are in ${run}; the longest path has ${socketBytes} of ${longestSocket} bytes.`)
			: bad('run', `Nothing can be written into ${run}: ${runProblem}. What lives goes on; nothing new starts.`, 'Make room there, or give the folder back its permission to write.'),
		...(run === wantedRun ? [] : [info('run.short', `${wantedRun} is too long for the path of a socket, so sockets are in ${run}.`, 'Nothing has to be done.')]),
		stateProblem === undefined
			? ok('state', `What is kept is in ${state}${freeBytes === undefined ? '' : `, with ${megabytes(freeBytes)} free`}.`)
			: bad('state', `Nothing can be written into ${state}: ${stateProblem}. Sessions live and start, and are not remembered after a restart of the machine.`, 'Make room there, or give the folder back its permission to write.'),
		...(stateProblem === undefined && freeBytes !== undefined && freeBytes < lowBytes ? [warn('state.space', `Only ${megabytes(freeBytes)} are free for ${state}.`, 'Make room: a full disk keeps what sessions leave behind from being written.')] : []),
	];
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function names(holders: readonly HolderFacts[]): string {
	const shown = holders.slice(0, 5).map(({id}) => id).join(', ');
	return holders.length > 5 ? `${shown} and ${holders.length - 5} more` : shown;
}

function megabytes(bytes: number): string {
	return bytes >= 1024 ** 3 ? `${(bytes / (1024 ** 3)).toFixed(1)} GB` : `${Math.floor(bytes / (1024 ** 2))} MB`;
}
