import type {AgentRow} from './agent.js';
import type {LaunchRecord} from './record.js';

/** Which session somebody means who gives a model and a name, or the id of a conversation. */
export type MeantSession = {readonly agent: AgentRow; readonly name: string | undefined; readonly conversation: string | undefined};

export type SwitchAnswer =
	/** None of them is meant: the launch goes its way. */
	| {readonly type: 'none'}
	| {readonly type: 'switch'; readonly record: LaunchRecord}
	| {readonly type: 'refused'; readonly sentence: string; readonly next: string};

/** The one living session that `-m` is for, with the model it asks for from its next request on. */
export function switchModel(model: string, {meant, living}: {readonly meant: MeantSession; readonly living: readonly LaunchRecord[]}): SwitchAnswer {
	const found = living.filter(record => isMeant(record, meant));
	const [record, ...others] = found;
	if (record === undefined) {
		const other = meant.conversation === undefined ? living.find(({name}) => name === meant.name) : undefined;
		return other === undefined ? {type: 'none'} : {type: 'refused', sentence: `${other.name} lives and is a session of ${other.title}, not of ${meant.agent.title}.`, next: 'Say the code of that agent, or another --name.'};
	}

	if (others.length > 0) {
		return {type: 'refused', sentence: `${found.length} sessions called "${record.name}" live.`, next: `Say which with -s: ${found.map(each => each.session).join(', ')}`};
	}

	const {name, recipe} = record;
	if (recipe.route === 'd') {
		return {type: 'refused', sentence: `${name} talks to its vendor directly, past the gateway, so its model cannot be changed from here.`, next: 'Change it inside the agent.'};
	}

	if (recipe.credential === 'own-login') {
		return {type: 'refused', sentence: `${name} uses the own login of ${record.title}, whose requests go to its vendor as they are, so its model cannot be changed from here.`, next: 'Change it inside the agent.'};
	}

	return {type: 'switch', record: {...record, settings: {...record.settings, model}}};
}

/** A name is said for a session of the same agent; an id is that of the session, or of its conversation. */
function isMeant({name, session, recipe}: LaunchRecord, meant: MeantSession): boolean {
	if (recipe.agent !== meant.agent.id) {
		return false;
	}

	return meant.conversation === undefined ? meant.name === name : [session, recipe.conversation].includes(meant.conversation);
}
