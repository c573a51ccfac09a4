import {maskArguments, maskEnvironment} from '../core/config/secrets.js';
import type {LaunchPlan} from '../core/launch/plan.js';
import {commandLine} from '../core/shell/command-line.js';

/** What would be started, as one object, with its secrets masked. */
export function planObject(plan: LaunchPlan) {
	const {code, title, name, session, credential, launch, recipe, set, unset, models, tier, stdin, settings, notes = []} = plan;
	return {
		code,
		agent: title,
		name,
		session,
		conversation: recipe.conversation ?? null,
		credential,
		argv: [launch.file, ...maskArguments(launch.args)],
		cwd: launch.cwd,
		env: {set: maskEnvironment(set), unset},
		...(tier === undefined ? {} : {tier}),
		...(recipe.profile === undefined ? {} : {profile: recipe.profile}),
		models,
		settings,
		notes,
		stdin,
		started: false,
	};
}

/** The same for people. */
export function planText(plan: LaunchPlan): string {
	const {launch, set, unset, credential, models, recipe, tier, settings, notes = []} = plan;
	const credentials: Readonly<Record<LaunchPlan['credential'], string>> = {
		'own-login': `the own login of ${plan.title}`,
		'gateway-key': 'the keys of the gateway',
		none: 'none',
	};
	const lines = [
		['argv', commandLine([launch.file, ...maskArguments(launch.args)])],
		['cwd', launch.cwd],
		...Object.entries(maskEnvironment(set)).map(([name, value]) => ['set', `${name}=${value}`]),
		['unset', unset.join(' ')],
		['login', credentials[credential]],
		...(tier === undefined ? [] : [['tier', tier]]),
		...(recipe.profile === undefined ? [] : [['profile', recipe.profile]]),
		...(plan.needsGateway ? [['models', models.length === 0 ? `what ${plan.title} asks for` : models.join(' → ')]] : []),
		...Object.entries({...settings, ...settings.roles, roles: undefined}).flatMap(([key, value]) => value === undefined ? [] : [['for now', `${key}=${Array.isArray(value) ? value.join(',') : String(value)}`]]),
		...(recipe.conversation === undefined ? [] : [['conversation', recipe.conversation]]),
		...notes.map(note => ['note', note]),
		['started', 'nothing (--dry-run)'],
	];
	return `${lines.map(([label = '', value = '']) => `${label.padEnd(14)}${value}`).join('\n')}\n`;
}
