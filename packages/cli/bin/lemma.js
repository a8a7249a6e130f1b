#!/usr/bin/env node
// Lies here rather than in dist/ so that a clone's installation finds the command before anything is built.
import "../dist/main.js";
