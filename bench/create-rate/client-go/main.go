// Command create-rate creates pods with client-go as fast as it can, with its client limits off.
//
// It reads one order a line on standard input and answers each with the microseconds it took; it ends when standard input does.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

type order struct {
	Namespace string `json:"namespace"`
	// Prefix is the beginning of the pods' names; a number from 0 follows.
	Prefix   string `json:"prefix"`
	Count    int    `json:"count"`
	InFlight int    `json:"inFlight"`
	// Pod is the pod without its name: equal for all pods.
	Pod corev1.Pod `json:"pod"`
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "path of the kubeconfig")
	protobuf := flag.Bool("protobuf", false, "talk protobuf instead of JSON")
	flag.Parse()
	if err := serve(*kubeconfig, *protobuf); err != nil {
		log.Fatal(err)
	}
}

func serve(kubeconfig string, protobuf bool) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	// Below zero there is no limit; 0 would be client-go's default of 5 a second.
	config.QPS = -1
	config.ContentType = runtime.ContentTypeJSON
	config.AcceptContentTypes = runtime.ContentTypeJSON
	if protobuf {
		config.ContentType = runtime.ContentTypeProtobuf
		config.AcceptContentTypes = runtime.ContentTypeProtobuf
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var wanted order
		if err := json.Unmarshal(lines.Bytes(), &wanted); err != nil {
			return err
		}
		took, err := create(client, wanted)
		if err != nil {
			return err
		}
		fmt.Println(took.Microseconds())
	}
	return lines.Err()
}

// create returns how long it took until the last pod was there, or the first error.
func create(client kubernetes.Interface, wanted order) (time.Duration, error) {
	var (
		next    atomic.Int64
		workers sync.WaitGroup
		failed  = make(chan error, wanted.InFlight)
	)
	start := time.Now()
	for range wanted.InFlight {
		workers.Go(func() {
			for number := int(next.Add(1)) - 1; number < wanted.Count; number = int(next.Add(1)) - 1 {
				pod := wanted.Pod.DeepCopy()
				pod.Name = fmt.Sprintf("%s-%d", wanted.Prefix, number)
				if _, err := client.CoreV1().Pods(wanted.Namespace).Create(context.Background(), pod, metav1.CreateOptions{}); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	workers.Wait()
	took := time.Since(start)
	close(failed)
	return took, <-failed
}
