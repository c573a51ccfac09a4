import {chainOf} from '../core/config/config.js';
import {explainCode} from '../core/launch/code.js';
import {hasCredential} from '../core/launch/credential.js';
import {planLaunch, type LaunchAnswer, type LaunchIds, type LaunchRequest} from '../core/launch/plan.js';
import {tiersOf} from '../core/launch/tiers.js';
import type {Installed} from '../core/view/home/home.js';
import {previewLine} from '../core/view/box/preview-launch.js';
import type {Preview} from '../core/view/box/preview.js';
import {freshIds, gatherLaunchFacts} from '../io/launch-facts.js';
import type {Paths} from '../io/paths.js';

export type MachineSummary = {
	readonly installed: Installed;
	/** The model that the role BIG stands for. */
	readonly big: string | undefined;
	/** Whether the gateway may be started without being asked for. */
	readonly startsGateway: boolean;
	/** A provider's key or an agent's login was found, or none is needed. */
	readonly hasCredential: boolean;
};

export type Launcher = {
	readonly summary: () => MachineSummary;
	readonly preview: (line: string) => Preview;
	/** What was shown for this line, decided again by what is true now (the gateway's address, once it runs), with the same ids. */
	readonly planShown: (line: string) => LaunchAnswer | undefined;
	/** From now on this line starts with approvals kept on. */
	readonly keepApprovals: (line: string) => void;
};

/** Looks at this machine and decides launches. Loaded after the first frame: configuration and its schema take their time. */
export function createLauncher({paths, env, cwd}: {readonly paths: Paths; readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string}): Launcher {
	const asking = new Set<string>();
	let shown: {readonly line: string; readonly request: LaunchRequest; readonly ids: LaunchIds} | undefined;

	const gather = (folder: string) => gatherLaunchFacts({paths, env, cwd: folder});

	return {
		summary() {
			const facts = gather(cwd);
			return {
				installed: Object.fromEntries(Object.entries(facts.executables).map(([letter, file]) => [letter, file === undefined ? 'missing' : facts.versions?.[letter] ?? 'unknown'])),
				big: chainOf(facts.config, 'BIG')[0],
				startsGateway: facts.config.proxy.auto_start,
				hasCredential: hasCredential(facts),
			};
		},
		preview(line) {
			shown = undefined;
			const facts = gather(cwd);
			return previewLine(line, {
				tiers: tiersOf(facts.config, facts.scan),
				home: env.HOME ?? '',
				decide(reading, words) {
					const request: LaunchRequest = {
						code: reading.code,
						...(reading.code.mode === 's' ? {conversation: words} : {prompt: words}),
						...(asking.has(reading.decoded.join(' ')) ? {ask: true} : {}),
						screen: 'pane',
					};
					shown = {line, request, ids: freshIds()};
					return planLaunch({request, facts, ids: shown.ids});
				},
			});
		},
		planShown: line => shown?.line === line ? planLaunch({request: shown.request, facts: gather(cwd), ids: shown.ids}) : undefined,
		keepApprovals(line) {
			const {config, scan} = gather(cwd);
			const reading = explainCode(line.split(' ')[0] ?? '', tiersOf(config, scan));
			if (reading.status === 'whole') {
				asking.add(reading.decoded.join(' '));
			}
		},
	};
}
