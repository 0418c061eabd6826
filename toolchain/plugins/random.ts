import { randomId } from "./random/id";
import { randomInteger } from "./random/integer";
import { randomPassword, randomString } from "./random/string";
import { serveProvider } from "./provider";

void serveProvider({
  name: "random",
  version: "4.21.2",
  kinds: {
    "random:index/randomId:RandomId": randomId,
    "random:index/randomInteger:RandomInteger": randomInteger,
    "random:index/randomPassword:RandomPassword": randomPassword,
    "random:index/randomString:RandomString": randomString,
  },
  functions: {},
});
