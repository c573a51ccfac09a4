import type {Instant} from '../core/session/session.js';
import type {Notice} from '../core/client/state.js';
import {bootId} from '../io/boot-id.js';
import type {Clock} from '../io/clock.js';
import {openLedger, type Ledger} from '../io/ledger.js';
import type {Log} from '../io/log.js';
import {openManifest, type Manifest, type ManifestTrouble} from '../io/manifest.js';
import type {Paths} from '../io/paths.js';
import {wordsOfSystemError} from '../io/system-error.js';

/** What clutchd keeps on the disk. None of it is worth a session: where it cannot be kept, that is told and the rest goes on. */
export type Storage = {
	readonly manifest: Manifest;
	readonly ledger: Ledger;
	/** The machine has started anew since an earlier clutchd wrote down what lived. */
	readonly rebooted: boolean;
	/** To be called once what was lost by that is written down. */
	readonly keepBoot: () => void;
	/** What stands in the way of the manifest now, and what works all the same; undefined while all is well. */
	readonly trouble: () => string | undefined;
	/** What is to be told after the start. */
	readonly notices: (now: Instant) => readonly Notice[];
	/** Called whenever trouble begins, changes or ends. One handler; what comes before it is in `trouble`. */
	readonly onTrouble: (handler: (trouble: string | undefined) => void) => void;
	readonly close: () => void;
};

type Options = {
	readonly paths: Pick<Paths, 'manifest' | 'ledger'>;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Clock;
	readonly log: Log;
};

export function openStorage({paths, env, clock, log}: Options): Storage {
	let tell: ((trouble: string | undefined) => void) | undefined;
	const manifest = openManifest({
		folder: paths.manifest,
		clock,
		onTrouble(trouble) {
			log.write(trouble ? 'error' : 'info', trouble ? 'the session list is in trouble' : 'the session list is well again', trouble);
			tell?.(trouble && sentenceOf(trouble));
		},
	});
	for (const file of manifest.quarantined) {
		log.write('warn', 'a part of the session list could not be read, and is kept', {file});
	}

	const {ledger, problem} = openLedgerOrForget(paths.ledger);
	const boot = bootId(env);
	return {
		manifest,
		ledger,
		rebooted: boot !== undefined && (manifest.boot() ?? '') !== '' && boot !== manifest.boot(),
		keepBoot() {
			// At every start, also where it is the same: so it turns out at once whether anything can be written.
			manifest.append({type: 'boot', boot: boot ?? manifest.boot() ?? ''});
		},
		trouble() {
			const trouble = manifest.trouble();
			return trouble && sentenceOf(trouble);
		},
		notices: now => problem === undefined ? [] : [{at: now, level: 'warn', text: `Usage is counted but not kept beyond this clutchd: ${paths.ledger} cannot be opened (${problem}).`}],
		onTrouble(handler) {
			tell = handler;
		},
		close() {
			manifest.close();
			ledger.close();
		},
	};
}

function sentenceOf({doing, problem}: ManifestTrouble): string {
	return doing === 'written'
		? `The session list cannot be written (${problem}). What runs goes on and clutchd remembers it while it runs itself; it tries again by itself.`
		: `The session list cannot be read (${problem}). What lives is found all the same; what is over is listed once it can be read.`;
}

function openLedgerOrForget(file: string): {readonly ledger: Ledger; readonly problem: string | undefined} {
	try {
		return {ledger: openLedger(file), problem: undefined};
	} catch (error) {
		return {ledger: openLedger(undefined), problem: wordsOfSystemError(error)};
	}
}
