import {accountFigure, modelIds, modelsFigure} from '../../core/service/components/models.js';
import {readCliProxyKeys} from '../../io/cli-proxy-keys.js';
import {askList} from '../../io/probe.js';
import type {AskFigures} from './ask-figures.js';

const deadlineMs = 2000;

/** What it lists with our key, and what it has sent on. Its queue of usage is left alone: who reads that takes it from others. */
export const askCliProxy: AskFigures = async (address, {paths, signal}) => {
	const keys = readCliProxyKeys(paths);
	if (keys === undefined) {
		return [];
	}

	const ask = async (path: string, key: string) => {
		const answer = await askList(`${address}${path}`, {headers: {authorization: `Bearer ${key}`}, signal, deadlineMs});
		return answer.type === 'answer' && answer.status === 200 ? answer.list : undefined;
	};

	const ids = modelIds(await ask('/v1/models', keys.client));
	if (ids === undefined) {
		// It has a configuration with other keys, and five wrong ones lock this machine out.
		return [];
	}

	const requests = accountFigure(await ask('/v0/management/api-key-usage', keys.management));
	return [modelsFigure(ids, 'It has no account: log in with it, or give it a configuration of your own (components.md).'), ...(requests === undefined ? [] : [requests])];
};
