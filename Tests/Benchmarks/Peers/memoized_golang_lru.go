// A hit of hashicorp/golang-lru, from one goroutine and from two.
package main

import (
	"fmt"
	"sort"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru"
)

const keys = 256

type pair struct {
	name   string
	number int
}

func pass(cache *lru.Cache, sought []interface{}, calls int) float64 {
	start := time.Now()
	sum := 0
	for number := 0; number < calls; number++ {
		value, _ := cache.Get(sought[number%keys])
		sum += value.(int)
	}
	if sum < 0 {
		fmt.Println(sum)
	}
	return float64(time.Since(start).Nanoseconds()) / float64(calls)
}

func measure(title string, sought []interface{}) {
	cache, _ := lru.New(keys)
	for value, key := range sought {
		cache.Add(key, value)
	}
	var one, two []float64
	for sample := 0; sample < 24; sample++ {
		one = append(one, pass(cache, sought, 200000))
		var both sync.WaitGroup
		times := make([]float64, 2)
		for thread := range times {
			both.Add(1)
			go func(thread int) {
				times[thread] = pass(cache, sought, 300000)
				both.Done()
			}(thread)
		}
		both.Wait()
		two = append(two, times...)
	}
	sort.Float64s(one)
	sort.Float64s(two)
	fmt.Printf("golang-lru, %s: least %.1f ns, median %.1f ns; 2 threads, each: least %.1f ns, median %.1f ns\n",
		title, one[0], one[len(one)/2], two[0], two[len(two)/2])
}

func main() {
	var integers, strings, pairs []interface{}
	for n := 0; n < keys; n++ {
		name := fmt.Sprintf("user-profile-key-%d", n+100)
		integers = append(integers, n*7)
		strings = append(strings, name)
		pairs = append(pairs, pair{name, n})
	}
	measure("int key", integers)
	measure("string key, 20 characters", strings)
	measure("(string, int) key", pairs)
}
