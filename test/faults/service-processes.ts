import test from 'ava';
import {faults} from '../../bench/faults/services.js';
import {testFaults} from '../helpers/faults.js';

testFaults(test, {from: 44, to: 47, faults});
