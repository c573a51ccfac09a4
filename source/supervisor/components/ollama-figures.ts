import {modelsFigure, ollamaModels} from '../../core/service/components/models.js';
import {askList} from '../../io/probe.js';
import type {AskFigures} from './ask-figures.js';

const deadlineMs = 2000;

/** Which models it has on the disk, loaded or not. */
export const askOllama: AskFigures = async (address, {signal}) => {
	const answer = await askList(`${address}/api/tags`, {headers: {}, signal, deadlineMs});
	const names = answer.type === 'answer' && answer.status === 200 ? ollamaModels(answer.list) : undefined;
	return names === undefined ? [] : [modelsFigure(names, 'It has none yet: ollama pull NAME fetches one.')];
};
