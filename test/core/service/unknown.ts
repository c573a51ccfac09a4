import test from 'ava';
import {unknownServiceNext} from '../../../source/core/service/unknown.js';

const known = ['gateway', 'headroom', 'db'];

const says = test.macro({
	exec(t, id: string, next: string) {
		t.is(unknownServiceNext(id, known), next);
	},
	title: (_title, id: string) => `of a service ${id}, which there is not, it is said what was meant`,
});

test(says, 'dbs', 'Did you mean "db"?');
test(says, 'postgres', 'There are: gateway, headroom, db. One of your own: clutch service add postgres -- COMMAND');
test(says, 'Post Gres', 'There are: gateway, headroom, db.');
test(says, 'holder', 'There are: gateway, headroom, db.');
test(says, 'rtk', 'RTK is a program that agents run themselves. To install it: clutch service add rtk');
test(says, 'clutchd', 'It is what keeps the services running: clutch up starts it, clutch down stops it and them, clutch status says how it is.');
