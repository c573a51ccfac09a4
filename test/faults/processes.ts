import test from 'ava';
import {testFaults} from '../helpers/faults.js';

testFaults(test, {from: 1, to: 5});
