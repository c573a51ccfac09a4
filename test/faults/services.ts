import test from 'ava';
import {faults} from '../../bench/faults/services.js';
import {testFaults} from '../helpers/faults.js';

testFaults(test, {from: 41, to: 43, faults});
