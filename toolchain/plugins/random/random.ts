import { randomId } from "./id";
import { randomInteger } from "./integer";
import { randomPassword, randomString } from "./string";
import type { Provider } from "../provider";

export const random: Provider = {
  name: "random",
  version: "4.21.2",
  kinds: {
    "random:index/randomId:RandomId": randomId,
    "random:index/randomInteger:RandomInteger": randomInteger,
    "random:index/randomPassword:RandomPassword": randomPassword,
    "random:index/randomString:RandomString": randomString,
  },
  functions: {},
};
