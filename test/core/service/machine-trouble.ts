import test from 'ava';
import {headroom} from '../../../source/core/service/components/headroom.js';
import {createMachineStory, gatewaySpec} from '../../helpers/service-machine.js';

test('a start that takes too long ends with why it was not well the last time', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	story.send({type: 'probed', epoch: 1, probe: 'startup', ok: false, detail: 'nobody listens there'});
	story.send({type: 'probed', epoch: 1, probe: 'startup', ok: false, detail: 'port 8082 belongs to node (pid 12)'});
	story.at(20_010).tick();
	const exit = {type: 'signal', signal: 'SIGTERM'} as const;
	t.deepEqual(story.dies(exit), [{type: 'crashed', epoch: 1, exit, text: 'it was not ready within 20 s, last: port 8082 belongs to node (pid 12) (signal SIGTERM)'}]);
});

test('what was asked in an earlier start says nothing about this one', t => {
	const story = createMachineStory(gatewaySpec);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	story.send({type: 'probed', epoch: 1, probe: 'startup', ok: false, detail: 'it answers 503'});
	story.dies({type: 'code', code: 1});
	story.at(600).tick();
	story.spawned(8);
	story.at(20_700).tick();
	const exit = {type: 'signal', signal: 'SIGTERM'} as const;
	t.deepEqual(story.dies(exit).map(action => action.type === 'crashed' ? action.text : action.type), ['it was not ready within 20 s (signal SIGTERM)']);
});

test('a Headroom without its extra is parked with what installs it', t => {
	const story = createMachineStory(headroom);
	story.send({type: 'start'});
	story.at(10).spawned(7);
	story.dies({type: 'code', code: 1}, 'Details: No module named \'orjson\'');
	t.like(story.state(), {status: 'parked', reason: 'It cannot start: exit code 1: it is installed without its extra "proxy", which it needs to listen. It said: Details: No module named \'orjson\'. clutch service add headroom installs it anew.'});
});
