// The compiler, by require: importing it has Node search its nine megabytes for names, at each start
// half a second; so it would if this were one statement, as a re-export.
const compiler = require("typescript");
module.exports = compiler;
