import type {ServiceFigure} from '../service.js';

/** The ids of a list as OpenAI's `/v1/models` gives it, which local servers and proxies give too. Undefined where it is something else. */
export function modelIds(list: unknown): readonly string[] | undefined {
	const {data} = objectOf(list);
	return Array.isArray(data) ? data.flatMap((row: unknown) => {
		const {id} = objectOf(row);
		return typeof id === 'string' ? [id] : [];
	}) : undefined;
}

/** The names of Ollama's own list. */
export function ollamaModels(list: unknown): readonly string[] | undefined {
	const {models} = objectOf(list);
	return Array.isArray(models) ? models.flatMap((row: unknown) => {
		const {name} = objectOf(row);
		return typeof name === 'string' ? [name] : [];
	}) : undefined;
}

const mostNamed = 20;

export function modelsFigure(ids: readonly string[], none: string): ServiceFigure {
	const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : '';
	return {name: 'models', text: String(ids.length), meaning: ids.length === 0 ? none : `${ids.slice(0, mostNamed).join(', ')}${more}`, value: ids.length};
}

/** What CLIProxyAPI counts for each account that is a key. */
export function accountFigure(usage: unknown): ServiceFigure | undefined {
	const providers = Object.values(objectOf(usage)).flatMap(accounts => Object.values(objectOf(accounts)));
	let answered = 0;
	let failed = 0;
	for (const account of providers) {
		const counts = objectOf(account);
		answered += numberOf(counts.success);
		failed += numberOf(counts.failed);
	}

	return providers.length === 0 ? undefined : {name: 'requests', text: `${answered + failed}${failed === 0 ? '' : `, ${failed} of them failed`}`, meaning: 'Requests it has sent on since it was started with accounts that are keys; those with logins are not in it.', value: answered + failed};
}

function numberOf(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {};
}
