// What one does with a plan, part by part; a page puts them where they belong.

export { Comparison } from "./comparison.js";
export { Demand } from "./demand.js";
export { Making } from "./make.js";
export { Numbers } from "./numbers.js";
export { Publish } from "./publish.js";
export { Repair } from "./repair.js";
export { WhatIf } from "./what_if.js";
