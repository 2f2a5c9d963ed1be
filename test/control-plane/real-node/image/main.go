// What a container of a test does: pause, end with a code, or become ready after a while.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func main() {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	switch argument(1, "pause") {
	case "pause":
		<-ended
	case "exit": // exit CODE SECONDS
		time.Sleep(seconds(argument(3, "0")))
		os.Exit(whole(argument(2, "0")))
	case "ready": // ready FILE SECONDS [SECONDS]: creates the file after the first time, and removes or creates it each second time
		file, flap := argument(2, "/tmp/ready"), argument(4, "")
		time.Sleep(seconds(argument(3, "0")))
		for isThere := false; ; isThere = !isThere {
			if isThere {
				_ = os.Remove(file)
			} else {
				_ = os.WriteFile(file, nil, 0o644)
			}
			if flap == "" {
				<-ended
				return
			}
			select {
			case <-ended:
				return
			case <-time.After(seconds(flap)):
			}
		}
	case "there": // there FILE
		if _, err := os.Stat(argument(2, "/tmp/ready")); err != nil {
			os.Exit(1)
		}
	default:
		fmt.Fprintln(os.Stderr, "unknown:", os.Args[1:])
		os.Exit(64)
	}
}

func argument(index int, otherwise string) string {
	if len(os.Args) > index {
		return os.Args[index]
	}
	return otherwise
}

func seconds(text string) time.Duration {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		os.Exit(64)
	}
	return time.Duration(value * float64(time.Second))
}

func whole(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		os.Exit(64)
	}
	return value
}
