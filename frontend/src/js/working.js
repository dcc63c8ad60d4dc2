// What only pages of people at work need: readers' pages stay light without it.
import { watchLive } from "./live.js";
import { watchPush } from "./push.js";
import { watchSending } from "./sending.js";

watchSending();
watchLive();
watchPush();
