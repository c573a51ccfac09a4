import type {LoadedConfig} from '../core/config/config.js';
import {flatten, originText, pathText} from '../core/config/layers.js';
import {maskValue} from '../core/config/secrets.js';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import type {CommandContext} from './command.js';

type Asked = {readonly json: boolean; readonly context: CommandContext};

type Row = {readonly key: string; readonly value: unknown; readonly origin: string; readonly variable: string | undefined};

/** `config where KEY`: what a key, or each key below it, is and where that comes from. */
export function where(key: string, {json, loaded, context}: Asked & {readonly loaded: LoadedConfig}): number {
	const rows = rowsOf(loaded);
	const found = rows.filter(row => row.key === key || row.key.startsWith(`${key}.`) || row.key.startsWith(`${key}[`) || row.variable === key);
	const matching = found.length > 0 ? found : rows.filter(row => row.key.includes(key));
	if (matching.length === 0) {
		const near = nearest(key, rows.map(row => row.key));
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `No value is known for "${key}".`, next: near === undefined ? 'clutch config show lists them all.' : `Did you mean ${near}?`});
	}

	print(matching, {json, context});
	return 0;
}

/** `config env`: what of the environment and of the .env is in force, and for which key. */
export function env(loaded: LoadedConfig, {json, context}: Asked): number {
	const rows = rowsOf(loaded).filter(row => row.variable !== undefined);
	if (rows.length === 0 && !json) {
		context.stdout.write(`No variable is in force, neither of the environment nor of ${context.paths.env}.\n`);
		return 0;
	}

	print(rows, {json, context});
	return 0;
}

function rowsOf({config, origins}: LoadedConfig): readonly Row[] {
	return flatten(maskValue([], config), {type: 'default'}).map(({path, value}) => {
		const key = pathText(path);
		const origin = origins[key] ?? {type: 'default' as const};
		return {key, value, origin: originText(origin), variable: origin.type === 'environment' || origin.type === 'dotenv' ? origin.name : undefined};
	});
}

function print(rows: readonly Row[], {json, context}: Asked): void {
	if (json) {
		context.stdout.write(`${JSON.stringify({values: rows.map(({key, value, origin}) => ({key, value, origin}))})}\n`);
		return;
	}

	const keyWidth = Math.max(...rows.map(row => row.key.length));
	const valueWidth = Math.min(60, Math.max(...rows.map(row => JSON.stringify(row.value).length)));
	context.stdout.write(rows.map(({key, value, origin}) => `${key.padEnd(keyWidth)}  ${JSON.stringify(value).padEnd(valueWidth)}  ${origin}\n`).join(''));
}
