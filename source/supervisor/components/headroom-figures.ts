import {headroomFigures} from '../../core/service/components/headroom-stats.js';
import {askList} from '../../io/probe.js';
import type {AskFigures} from './ask-figures.js';

/** A busy machine needs a while for them. */
const deadlineMs = 3000;

/** From its own snapshot of them, which is at most some seconds old: counting anew takes it 50 ms. */
export const askHeadroom: AskFigures = async (address, {signal}) => {
	const answer = await askList(`${address}/stats?cached=1`, {headers: {}, signal, deadlineMs});
	return answer.type === 'answer' && answer.status === 200 ? headroomFigures(answer.list) : [];
};
