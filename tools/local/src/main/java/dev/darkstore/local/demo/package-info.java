/** Demo: a broker, the three services and a day's orders in one process. */
package dev.darkstore.local.demo;
